import { accountAddress, projectOfProvider } from "../simulate/simulateOutputs";
import { knownText, type WireObject, type WireValue } from "../wire/wireValue";

type Known = (
  args: WireObject,
  setting: (name: "project" | "region" | "zone") => string | undefined,
) => WireObject;

/** Variables that Google's provider takes a region and a zone from, in its order. */
const variables = {
  region: ["GOOGLE_REGION", "GCLOUD_REGION", "CLOUDSDK_COMPUTE_REGION"],
  zone: ["GOOGLE_ZONE", "GCLOUD_ZONE", "CLOUDSDK_COMPUTE_ZONE"],
} as const;

/** What Google's functions return that follows from their arguments and the provider's settings. */
const known: Readonly<Record<string, Known>> = {
  "gcp:organizations/getProject:getProject": (args, setting) => {
    const projectId =
      knownText(args.projectId) ?? (args.projectId === undefined ? setting("project") : undefined);
    return withoutUndefined({ id: projectId && `projects/${projectId}`, projectId });
  },
  "gcp:organizations/getClientConfig:getClientConfig": (_args, setting) =>
    withoutUndefined({ project: setting("project"), region: setting("region"), zone: setting("zone") }),
  "gcp:serviceaccount/getAccount:getAccount": (args, setting) => {
    const id = knownText(args.accountId);
    if (id === undefined) return {};
    const project = args.project ?? setting("project");
    const address: WireObject = id.includes("@")
      ? { email: id, member: `serviceAccount:${id}` }
      : accountAddress(id, project);
    return withoutUndefined({ accountId: id, project, ...address });
  },
};

/** The part of a function's result that is known without asking its provider. */
export function knownResults(
  token: string,
  args: WireObject,
  provider: WireObject,
  env: NodeJS.ProcessEnv,
): WireObject {
  const setting = (name: "project" | "region" | "zone"): string | undefined => {
    if (name === "project") return knownText(projectOfProvider(provider, env));
    if (provider[name] !== undefined) return knownText(provider[name]);
    return variables[name]
      .map((variable) => env[variable])
      .find((value) => value !== undefined && value !== "");
  };
  return known[token]?.(args, setting) ?? {};
}

function withoutUndefined(values: Record<string, WireValue | undefined>): WireObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, WireValue] => entry[1] !== undefined),
  );
}
