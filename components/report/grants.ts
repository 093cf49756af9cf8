import * as pulumi from "@pulumi/pulumi";
import { type Scope, scopeText } from "../../policy/model/scope";
import { type Id, placeIds } from "../plan/places";
import type { Declared } from "../plan/sources";
import type { MadeGrant } from "../resources/grants";

/** Sources in the form in which the policy pack reads them. */
export function sourceResults({ sources }: Declared) {
  return sources.map(({ place }) => placeIds(place));
}

/** Models in the form in which the policy pack reads them. */
export function modelsResults({ models }: Declared) {
  return models.map(({ place, operations }) => ({
    project: place.project.id,
    dataset: (place as { dataset: Id }).dataset,
    operations: [...operations] as string[],
  }));
}

/** The grants as made. */
export function grantResults(made: readonly MadeGrant[]) {
  return made.map(({ planned, role }) => ({
    scope: pulumi
      .output({ kind: planned.place.kind, ...placeIds(planned.place) })
      .apply((scope) => scopeText(scope as Scope)),
    role,
    permissions: [...planned.permissions],
    reason: planned.reason,
  }));
}
