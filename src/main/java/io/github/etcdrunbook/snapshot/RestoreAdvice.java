package io.github.etcdrunbook.snapshot;

import java.util.Arrays;
import java.util.Optional;

/**
 * The types of object whose loss or return needs a person's attention after a restore, and what to
 * do about them.
 */
public enum RestoreAdvice {
  NODES(
      "nodes", "a node that joined since must be joined again; one that left comes back NotReady"),
  PERSISTENT_VOLUMES(
      "persistentvolumes",
      "a volume created since stays at the storage without an object; one deleted since comes back"
          + " though its data may be gone"),
  PERSISTENT_VOLUME_CLAIMS(
      "persistentvolumeclaims", "a claim that vanishes leaves its volume behind; bind it again"),
  VOLUME_ATTACHMENTS(
      "volumeattachments", "the attach controller may detach what pods still use; stop it first"),
  SECRETS("secrets", "credentials rotated since go back to their old values"),
  CUSTOM_RESOURCE_DEFINITIONS(
      "customresourcedefinitions.apiextensions.k8s.io",
      "custom resources of a definition that vanishes cannot be read any more"),
  SERVICE_ACCOUNTS(
      "serviceaccounts", "tokens of accounts created since stop working; their pods must restart"),
  VALIDATING_WEBHOOKS(
      "validatingwebhookconfigurations",
      "a webhook that comes back without its service can block every write"),
  MUTATING_WEBHOOKS(
      "mutatingwebhookconfigurations",
      "a webhook that comes back without its service can block every write"),
  CERTIFICATE_SIGNING_REQUESTS(
      "certificatesigningrequests", "approve the requests of new kubelets again"),
  SERVICES("services", "a load balancer created since stays at the provider without an object"),
  LEASES("leases", "controllers elect new leaders; restart those that do not");

  private final String type;
  private final String text;

  RestoreAdvice(String type, String text) {
    this.type = type;
    this.text = text;
  }

  /** The advice for a type, if there is one. */
  public static Optional<RestoreAdvice> of(String type) {
    return Arrays.stream(values()).filter(advice -> advice.type.equals(type)).findFirst();
  }

  /** What to know and to do. */
  public String text() {
    return text;
  }
}
