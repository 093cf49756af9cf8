import { createRequire } from "node:module";
import { locateSdk } from "../../cli/offline/hosts/sdkHost";
import { awaited, lazyModules, seams } from "../../cli/offline/inside/lazyModules";

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown;
const require = createRequire(__filename);
const loader = require("node:module") as { _load: Load };
const load = loader._load;

// Tests that load the SDK load as little of it as an offline preview does, and keep no stack of each promise.
loader._load = function (request, ...rest) {
  if (!request.startsWith("@pulumi/pulumi")) return load.call(this, request, ...rest);
  loader._load = load;
  lazyModules(require, { sdk: locateSdk(__dirname), seams, awaited });
  return loader._load.call(this, request, ...rest);
};
