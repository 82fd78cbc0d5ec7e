package io.github.etcdrunbook.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FileOverlayTest {
  private static final Owner OWNER = Owner.rootOnly(0700);

  private final FileOverlay files = new FileOverlay();

  @Test
  void anUntouchedPathIsTheObservedOne() {
    assertEquals(observed("/var/lib/etcd/member"), files.at("/var/lib/etcd/member"));
  }

  @Test
  void whatLiesBelowAMovedDirectoryMovesWithIt() {
    files.move("/var/lib/etcd", "/var/lib/old");

    assertEquals(observed("/var/lib/etcd/member/snap"), files.at("/var/lib/old/member/snap"));
    assertEquals(new FileOverlay.Node.Nothing(), files.at("/var/lib/etcd/member"));
  }

  @Test
  void whatWasMadeBelowAMovedDirectoryMovesWithIt() {
    files.put("/var/lib/new", new FileOverlay.Node.Folder(OWNER));
    files.put("/var/lib/new/member", new FileOverlay.Node.Folder(OWNER));
    files.move("/var/lib/new", "/var/lib/etcd");

    assertEquals(new FileOverlay.Node.Folder(OWNER), files.at("/var/lib/etcd/member"));
    assertEquals(new FileOverlay.Node.Nothing(), files.at("/var/lib/new/member"));
  }

  @Test
  void movingBackLeavesTheObservedPath() {
    files.move("/var/lib/etcd", "/var/lib/old");
    files.move("/var/lib/old", "/var/lib/etcd");

    assertEquals(observed("/var/lib/etcd/member"), files.at("/var/lib/etcd/member"));
  }

  @Test
  void aNameThatOnlyBeginsAlikeIsAnotherPath() {
    files.put("/var/lib/etcd", new FileOverlay.Node.Nothing());

    assertEquals(observed("/var/lib/etcd-old"), files.at("/var/lib/etcd-old"));
    assertFalse(FileOverlay.within("/var/lib/etcd-old", "/var/lib/etcd"));
    assertTrue(FileOverlay.within("/var/lib/etcd/member", "/var/lib/etcd"));
  }

  private static FileOverlay.Node observed(String path) {
    return new FileOverlay.Node.Observed(path);
  }
}
