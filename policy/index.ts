import { PolicyPack } from "@pulumi/policy";
import { policies } from "./pack";

new PolicyPack("segment-bigquery", {
  policies: policies() as unknown as ConstructorParameters<typeof PolicyPack>[1]["policies"],
});
