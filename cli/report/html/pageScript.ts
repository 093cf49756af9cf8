/**
 * What the page does by itself: filter the table of grants, and copy commands.
 *
 * Kept as text because it runs in the reader's browser, not here. Without it the page shows everything.
 */
export const pageScript = `
(() => {
  "use strict";
  const form = document.getElementById("filters");
  const table = document.getElementById("grants-table");
  if (form && table) {
    const rows = Array.from(table.tBodies[0].rows, (row) => ({
      row,
      text: row.textContent.toLowerCase(),
      state: row.dataset.state,
      kind: row.dataset.kind,
      account: row.dataset.account,
      shown: true,
    }));
    const count = document.getElementById("filter-count");
    const field = (name) => form.elements.namedItem(name);
    const boxes = Array.from(form.querySelectorAll("input[type=checkbox]"));
    const apply = () => {
      const words = field("search").value.toLowerCase().split(/\\s+/).filter(Boolean);
      const states = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      const kind = field("kind").value;
      const account = field("account") ? field("account").value : "";
      let visible = 0;
      for (const one of rows) {
        const shown =
          states.has(one.state) &&
          (kind === "" || one.kind === kind) &&
          (account === "" || one.account === account) &&
          words.every((word) => one.text.includes(word));
        if (shown) visible++;
        if (shown !== one.shown) {
          one.row.hidden = !shown;
          one.shown = shown;
        }
      }
      count.textContent = visible + " of " + rows.length + " rows shown";
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && event.target === field("search")) {
        field("search").value = "";
        apply();
      }
    });
    form.hidden = false;
    apply();
  }
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(button.previousElementSibling.textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
  }
})();
`;
