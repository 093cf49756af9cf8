import * as pulumi from "@pulumi/pulumi";
import type { Surroundings } from "../checks/providers";

/** What the component can find out about providers that its arguments do not say. */
export function surroundings(component: pulumi.ComponentResource): Surroundings {
  return {
    hasProvider: (packageName) => component.getProvider(`${packageName}:index:Any`) !== undefined,
    hasConfig: (packageName, key) => new pulumi.Config(packageName).get(key) !== undefined,
    environment: process.env,
  };
}
