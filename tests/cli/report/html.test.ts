import { expect } from "chai";
import { createHash } from "node:crypto";
import { escaped, safe, trusted } from "../../../cli/report/html/html";
import { shortened } from "../../../cli/text";
import { renderPage } from "../../../cli/report/html/renderPage";
import { documentedStack, make } from "../../policy/support";
import { colourfulConfig, colourfulStack, reportOn } from "./support";

const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'\`&\u202e\u0000`;

describe("report: markup", () => {
  it("escapes every inserted text, in elements and attributes", () => {
    expect(safe`<a title="${hostile}">${hostile}</a>`.markup).not.to.match(/<script|<img/);
    expect(escaped(`<>&"'`)).to.equal("&lt;&gt;&amp;&quot;&#39;");
  });

  it("puts markup, lists and numbers in, and nothing for what is absent", () => {
    expect(safe`${trusted("<b>")}${[safe`<i>${1}</i>`, "<"]}${undefined}${false}`.markup).to.equal(
      "<b><i>1</i>&lt;",
    );
  });

  it("shows what would turn the writing direction, or is no text", () => {
    expect(escaped("a\u202eb\u200bc\u0007d\ud800e")).to.equal("a\ufffdb\ufffdc\ufffdd\ufffde");
    expect(escaped("Ünïcode 🎈")).to.equal("Ünïcode 🎈");
  });

  it("shortens in the middle, by characters", () => {
    expect(shortened("abcdefghij", 5)).to.equal("ab…ij");
    expect(shortened("🎈🎈🎈🎈🎈", 3)).to.equal("🎈…🎈");
    expect(shortened("abc", 3)).to.equal("abc");
  });
});

describe("report: page", () => {
  it("calls nothing accepted but a verdict", () => {
    const words = (html: string): number =>
      (html.replace(/<(style|script)>[^]*?<\/\1>|<[^>]+>/g, " ").match(/\baccepted\b/gi) ?? []).length;
    expect(words(renderPage(reportOn(colourfulStack(), colourfulConfig)))).to.equal(0);
    expect(words(renderPage(reportOn(documentedStack(), { sources: ["acme.crm"] })))).to.equal(1);
  });

  it("names the products of an account, and where each reads, keeps its state or writes", () => {
    const config = { products: ["warehouse"], destinations: ["acme.events"] };
    const page = renderPage(reportOn(documentedStack(), config)).replace(/\s+/g, " ");
    expect(page).to.include("<dt>Used by</dt> <dd>the storage destination</dd>");
    expect(page).to.match(/<dt>Writes<\/dt> <dd> acme\.events <\/dd>/);
    expect(page).not.to.include("<dt>Keeps state in</dt>");
  });

  it("allows by its content policy exactly the style and the script that it holds", () => {
    const page = renderPage(reportOn(colourfulStack(), colourfulConfig));
    for (const [tag, directive] of [
      ["style", "style-src"],
      ["script", "script-src"],
    ] as const) {
      const [, content = ""] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      const hash = createHash("sha256").update(content).digest("base64");
      expect(page).to.include(`${directive} &#39;sha256-${hash}&#39;`);
    }
    expect(page).to.include("default-src &#39;none&#39;");
    expect(page.match(/<script/g)).to.have.length(1);
    expect(page).not.to.match(/\s(?:style|on\w+)=/);
    expect(page).not.to.match(/<(?:img|link|iframe|object|embed)/);
  });

  it("escapes hostile names wherever they stand", () => {
    const clean = renderPage(reportOn(colourfulStack(), colourfulConfig));
    const page = renderPage(
      reportOn(
        [
          ...colourfulStack(),
          make.datasetMember(hostile, hostile, hostile),
          make.projectMember("hostile-role", `projects/acme/roles/${hostile}`),
        ],
        {
          ...colourfulConfig,
          exemptions: [{ rule: "excess-permissions", resource: hostile, reason: hostile }],
        },
        [{ subject: hostile, reason: hostile }],
      ),
    );
    for (const tag of ["script", "img"]) {
      const count = (text: string): number => text.split(`<${tag}`).length - 1;
      expect(count(page), tag).to.equal(count(clean));
    }
    expect(page).not.to.include("\u202e");
    expect(page).to.include("&lt;img src=x onerror=alert(2)&gt;");
  });

  it("has something to say about a report with nothing in it", () => {
    const page = renderPage(reportOn([]));
    expect(page).to.include("No account of Segment's was found.");
    expect(page).to.include("There is nothing to draw");
  });
});
