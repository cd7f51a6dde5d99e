// How much of everything one inventory may hold. Shared tables are sized from these, so each has a bound and a test.
// Pure; used in any thread.

/** Rows 0..1023 of the datapath tables are hosts; the last stays free as a mark of none. */
export const HOSTS_MAX = 1_023;
export const NETWORKS_MAX = 10_000;
export const ENDPOINTS_MAX = 200_000;
export const GROUPS_MAX = 20_000;
export const POLICIES_MAX = 20_000;
export const PUBLICATIONS_MAX = 20_000;
export const SERVICES_MAX = 10_000;

export const RULES_PER_GROUP_MAX = 1_000;
export const PORTS_PER_RULE_MAX = 64;
export const CIDRS_PER_PUBLICATION_MAX = 256;
export const BACKENDS_PER_SERVICE_MAX = 1_000;
export const LABELS_PER_ENDPOINT_MAX = 64;

export const NAME_LENGTH_MAX = 128;
/** Of a label's key and of its value. */
export const LABEL_LENGTH_MAX = 256;
/** Linux's IFNAMSIZ and OpenFlow's OFP_MAX_PORT_NAME_LEN are 16, the closing zero included. */
export const PORT_NAME_LENGTH_MAX = 15;
/** OFPP_MAX of OpenFlow 1.3 (§7.2.1): the numbers above it are reserved. */
export const PORT_NUMBER_MAX = 0xffffff00;
export const RULE_PRIORITY_MAX = 65_535;
export const WEIGHT_MAX = 1_000;

/** Faults told at once; the rest is counted. */
export const FAULTS_MAX = 100;
/** Of an inventory's text; some 250 bytes for each of ENDPOINTS_MAX endpoints and room for the rest. */
export const TEXT_LENGTH_MAX = 128 * 1024 * 1024;
