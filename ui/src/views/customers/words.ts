/** How a customer is called. */
import type { CustomerRow } from "../../api/bindings";
import { t } from "../../text";

/** The name, else the e-mail. */
export const nameOf = ({ name, email }: CustomerRow): string => name ?? email ?? t("no-customer");
