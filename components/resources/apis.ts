import { Service } from "@pulumi/gcp/projects/service";
import type * as pulumi from "@pulumi/pulumi";
import { apiPart } from "../plan/parts";
import type { Children } from "./children";

/**
 * Enables services in the project, and leaves them enabled when the stack goes: others may have come to use them.
 *
 * https://cloud.google.com/service-usage/docs/enable-disable
 */
export function enableApis(
  children: Children,
  project: pulumi.Input<string>,
  services: readonly string[],
): pulumi.Resource[] {
  return services.map((service) => {
    const part = apiPart(service);
    return new Service(
      children.nameOf(part),
      { project, service, disableOnDestroy: false },
      children.options(part),
    );
  });
}
