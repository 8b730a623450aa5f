package io.discreet.cli.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The one script of a report: a button in each column head sorts its table, and long tables show
 * their first rows until asked for all. Without scripts, and on paper, tables are whole.
 */
final class TableScript {

  // Written without the characters that XML would have escaped, so that a report is XML too.
  static final String TEXT =
      """
      document.querySelectorAll('table.sortable').forEach(table => {
        const body = table.tBodies[0];
        const inSight = 30;
        let whole = Array.from(body.rows).slice(inSight).length === 0;
        const fold = () => Array.from(body.rows).forEach((row, index) => {
          row.classList.toggle('folded', !whole ? Math.max(index, inSight) === index : false);
        });
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
            fold();
          });
        });
        if (!whole) {
          const more = document.createElement('button');
          more.type = 'button';
          more.className = 'more';
          more.textContent = 'Show all ' + body.rows.length + ' segments';
          more.addEventListener('click', () => {
            whole = true;
            fold();
            more.remove();
            table.parentElement.focus();
          });
          table.parentElement.after(more);
          fold();
        }
      });
      addEventListener('beforeprint', () => {
        document.querySelectorAll('details').forEach(details => { details.open = true; });
      });
      """;

  private TableScript() {}

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
