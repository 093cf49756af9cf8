export { findKeyMaterial, keyMaterialFinder, type KeyTrace } from "./findKeyMaterial";
