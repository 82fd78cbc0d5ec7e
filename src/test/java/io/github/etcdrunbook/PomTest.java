package io.github.etcdrunbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Comment;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.w3c.dom.Text;
import org.xml.sax.SAXException;

/** The build file stays readable: sorted, every library explained, versions in one place. */
class PomTest {
  private final Element project = parse();

  @Test
  void everyDependencySaysWhatItIsFor() {
    List<String> silent =
        children(child(project, "dependencies")).stream()
            .filter(dependency -> !hasCommentBefore(dependency))
            .map(PomTest::name)
            .toList();
    assertEquals(List.of(), silent, "dependencies without a comment");
  }

  @Test
  void dependenciesAreSortedWithThoseOfTestsLast() {
    List<String> names =
        children(child(project, "dependencies")).stream()
            .map(dependency -> (isOfTests(dependency) ? "test " : "main ") + name(dependency))
            .toList();
    assertSorted(names);
  }

  @Test
  void versionsAreSorted() {
    List<String> versions =
        children(child(project, "properties")).stream()
            .map(Element::getTagName)
            .filter(name -> name.startsWith("version."))
            .toList();
    assertTrue(versions.size() > 10, versions.toString());
    assertSorted(versions.stream().filter(name -> !name.endsWith("-plugin")).toList());
    assertSorted(versions.stream().filter(name -> name.endsWith("-plugin")).toList());
  }

  @Test
  void versionsStandInThePropertiesOnly() {
    List<String> wrong = new ArrayList<>();
    for (String kind : List.of("dependency", "plugin", "path")) {
      for (Element element : elements(project.getElementsByTagName(kind))) {
        children(element).stream()
            .filter(part -> part.getTagName().equals("version"))
            .map(Element::getTextContent)
            .filter(version -> !version.startsWith("${version."))
            .forEach(version -> wrong.add(name(element) + " " + version));
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static void assertSorted(List<String> names) {
    assertEquals(names.stream().sorted().toList(), names);
  }

  private static Element parse() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(Path.of("pom.xml").toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("pom.xml", e);
    }
  }

  private static boolean isOfTests(Element dependency) {
    return children(dependency).stream().anyMatch(part -> part.getTextContent().equals("test"));
  }

  private static boolean hasCommentBefore(Element element) {
    Node before = element.getPreviousSibling();
    while (before instanceof Text) {
      before = before.getPreviousSibling();
    }
    return before instanceof Comment;
  }

  private static String name(Element element) {
    String group =
        children(element).stream()
            .filter(part -> part.getTagName().equals("groupId"))
            .map(Element::getTextContent)
            .findFirst()
            .orElse("");
    return group + ":" + child(element, "artifactId").getTextContent();
  }

  private static Element child(Element parent, String name) {
    return children(parent).stream()
        .filter(element -> element.getTagName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + parent.getTagName()));
  }

  private static List<Element> children(Element parent) {
    return elements(parent.getChildNodes());
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }
}
