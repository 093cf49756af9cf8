import type { SegmentBigQueryArgs } from "../args/args";
import type { Problem } from "./problem";

/** What a sink's provider is configured by, where it is not passed to the component. */
interface ProviderFacts {
  readonly package: string;
  /** Keys of stack config, any of which will do. */
  readonly config: readonly string[];
  /** Environment variables, any of which will do. */
  readonly environment: readonly string[];
}

/** Pulumi ESC is left out: its provider signs in as the CLI has. */
const facts: Readonly<Record<"aws" | "azure" | "vault", ProviderFacts>> = {
  aws: { package: "aws", config: ["region"], environment: ["AWS_REGION", "AWS_DEFAULT_REGION"] },
  azure: {
    package: "azure-native",
    config: ["subscriptionId", "useMsi", "useOidc", "clientId"],
    environment: ["ARM_SUBSCRIPTION_ID", "ARM_USE_MSI", "ARM_USE_OIDC", "ARM_CLIENT_ID"],
  },
  vault: { package: "vault", config: ["address"], environment: ["VAULT_ADDR"] },
};

/** What can be asked about providers; handed in, for it is not in the arguments. */
export interface ProviderEnvironment {
  /** Whether the component was given a provider of the package. */
  hasProvider(packageName: string): boolean;
  /** Whether stack config holds the key. */
  hasConfig(packageName: string, key: string): boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Sinks whose provider would fail in the middle of an update, for nobody has configured it. */
export function providerProblems({ key = {} }: SegmentBigQueryArgs, around: ProviderEnvironment): Problem[] {
  return (["aws", "azure", "vault"] as const).flatMap((sink): Problem[] => {
    const args = key.sinks?.[sink];
    const { package: name, config, environment } = facts[sink];
    const configured =
      args === undefined ||
      ("region" in args && args.region !== undefined) ||
      around.hasProvider(name) ||
      config.some((one) => around.hasConfig(name, one)) ||
      environment.some((one) => Boolean(around.environment[one]));
    if (configured) return [];
    const keys = config.map((one) => `${name}:${one}`).join(", ");
    return [
      {
        property: `key.sinks.${sink}`,
        reason: `needs the provider ${name}, which nobody has configured; pass one to the component (providers), or give stack config ${keys}, or set ${environment.join(" or ")}`,
      },
    ];
  });
}
