import { version as gcp } from "@pulumi/gcp/package.json";
import { version as random } from "@pulumi/random/package.json";
import { findMissing } from "./findMissing";

const missing = findMissing([
  { name: "gcp", version: gcp },
  { name: "random", version: random },
]);

/** Minutes that one `pulumi up` may take: the provider waits after every write to IAM. */
const minutes = 10;

/**
 * A suite that needs `pulumi`, its language host and the two provider plugins.
 *
 * Where one of them is missing its tests are skipped, and its title says what is missing.
 */
export function describeEngine(title: string, body: () => void): void {
  const reason = missing.length === 0 ? "" : ` (skipped: ${missing.join("; ")})`;
  describe(`real engine: ${title}${reason}`, function () {
    this.timeout(minutes * 60_000);
    before(function () {
      if (missing.length > 0) this.skip();
    });
    body();
  });
}
