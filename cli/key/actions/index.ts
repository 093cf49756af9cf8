import type { Arguments } from "../../arguments";
import type { ActionName } from "../options";
import type { Outcome } from "../outcome";
import type { KeyContext } from "../KeyContext";
import { disableAccount, enableAccount } from "./account";
import { complete } from "./complete";
import { deleteOne } from "./delete";
import { disable } from "./disable";
import { enable } from "./enable";
import { list } from "./list";
import { make } from "./make";
import { revoke } from "./revoke";
import { upload } from "./upload";

/** Does one thing, once its arguments are read. */
export type Action = (args: Arguments, context: KeyContext) => Promise<Outcome>;

/** All actions by name. */
export const actions: Readonly<Record<ActionName, Action>> = {
  make,
  upload,
  complete,
  list,
  disable,
  enable,
  delete: deleteOne,
  revoke,
  "disable-account": disableAccount,
  "enable-account": enableAccount,
};
