package io.discreet.cli.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The one script of a report: a button in each column head that sorts its table. Without scripts
 * the tables are as they were.
 */
final class SortScript {

  // Written without the characters that XML would have escaped, so that a report is XML too.
  static final String TEXT =
      """
      document.querySelectorAll('table.sortable').forEach(table => {
        const body = table.tBodies[0];
        table.querySelectorAll('thead th').forEach((head, column) => {
          const button = document.createElement('button');
          button.type = 'button';
          button.textContent = head.textContent;
          head.replaceChildren(button);
          button.addEventListener('click', () => {
            const down = head.getAttribute('aria-sort') === 'descending';
            table.querySelectorAll('thead th').forEach(other => other.removeAttribute('aria-sort'));
            head.setAttribute('aria-sort', down ? 'ascending' : 'descending');
            const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
            const compare = (a, b) => key(a).localeCompare(key(b), 'en', { numeric: true });
            const number = row => Number(row.cells[column].dataset.value);
            const byNumber = head.classList.contains('number');
            const order = (a, b) => byNumber ? number(a) - number(b) : compare(a, b);
            const rows = Array.from(body.rows).sort((a, b) => down ? order(a, b) : order(b, a));
            body.append(...rows);
          });
        });
      });
      """;

  private SortScript() {}

  /** The source that a content security policy names it by. */
  static String source() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
