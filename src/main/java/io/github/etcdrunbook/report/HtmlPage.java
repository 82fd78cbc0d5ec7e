package io.github.etcdrunbook.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The frame of a page that needs nothing else: no script, no request, one style sheet that the
 * page's own policy names by its digest, so that nothing that slipped into the text can act. Light
 * or dark as the reader's screen is. Pure.
 */
public final class HtmlPage {
  private static final String BASE =
      """
      :root{color-scheme:light dark;--ink:#1d2430;--paper:#fff;--soft:#5a6472;--line:#dfe3e8;
      --panel:#f5f6f8;--good:#1a7f4b;--bad:#c0182f;--heed:#a15c00;--accent:#2f5fc4}
      @media (prefers-color-scheme:dark){:root{--ink:#e4e7ec;--paper:#14171c;--soft:#9aa4b2;
      --line:#2f3641;--panel:#1d222a;--good:#4cc38a;--bad:#ff7b86;--heed:#f0b35a;--accent:#8ab0ff}}
      *{box-sizing:border-box}
      body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;padding:24px 20px 60px;max-width:1240px;
      color:var(--ink);background:var(--paper)}
      h1{font-size:22px;line-height:1.3;margin:0 0 4px;overflow-wrap:anywhere}
      h2{font-size:17px;margin:36px 0 10px}
      p{margin:6px 0}
      table{border-collapse:collapse;width:100%;font-size:14px}
      td,th{padding:5px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
      th{background:var(--panel);font-weight:600}
      code,.mono{font-family:ui-monospace,monospace;font-size:13px}
      .wide{overflow-x:auto}
      .good{color:var(--good)}.bad{color:var(--bad)}.heed{color:var(--heed)}.note{color:var(--soft)}
      """;

  private HtmlPage() {}

  /**
   * The whole page.
   *
   * @param title text, escaped here
   * @param style the page's own style sheet, after the common one
   * @param body what stands in the body, escaped already
   */
  public static String of(String title, String style, String body) {
    String sheet = BASE + style;
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
        + " style-src 'sha256-"
        + digest(sheet)
        + "'; base-uri 'none'; form-action 'none'\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<meta name=\"referrer\" content=\"no-referrer\">\n<title>"
        + escaped(title)
        + "</title>\n<style>"
        + sheet
        + "</style></head>\n<body>\n"
        + body
        + "</body></html>\n";
  }

  /** Text as it can stand in an element or in a quoted attribute. */
  public static String escaped(String text) {
    return Style.harmless(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String digest(String sheet) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(sheet.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
