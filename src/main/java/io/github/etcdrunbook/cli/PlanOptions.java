package io.github.etcdrunbook.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What `plan` and `run` take to make a plan. */
final class PlanOptions {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PLAYBOOK",
      description = "A playbook file, or the name of one that ships with the program.")
  private String playbook = "";

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "The hosts: our YAML, or an Ansible inventory.")
  private String inventory = "";

  @Option(
      names = {"-v", "--value"},
      paramLabel = "NAME=VALUE",
      description = "An input of the playbook; lists are separated by commas. Repeatable.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--change",
      paramLabel = "ID",
      description = "The number of the change that this belongs to.")
  private String change = "";

  String playbook() {
    return playbook;
  }

  String inventory() {
    return inventory;
  }

  Map<String, String> values() {
    return values;
  }

  String change() {
    return change;
  }
}
