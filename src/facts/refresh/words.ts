/* What tells of a job, by its commands and names, that it fills one environment with the data of another. */

/** Commands that write a copy of a database, and actions and scripts named after that. */
export const restores =
  /\b(pg_restore|mongorestore|mysqlpump|psql|mysql|mariadb|sqlcmd|restore-db-(instance|cluster)-(from-(db-)?snapshot|to-point-in-time)|gcloud sql (import|backups restore))\b|restore[-_ ]?(postgres|mysql|mongo|db|database|backup|snapshot)/i
/** Commands that take a copy of one. */
export const dumps =
  /\b(pg_dump(all)?|mysqldump|mariadb-dump|mongodump|pg_basebackup|sqlpackage|create-db-(cluster-)?snapshot|gcloud sql (export|backups create))\b|(backup|dump)[-_ ]?(postgres|mysql|mongo|db|database)/i
/** What would take out of the data what tells of people. */
export const sanitising =
  /saniti[sz]|anonymi[sz]|pseudonymi[sz]|obfuscat|depersonali|de-?identif|scrub|redact|mask(ed|ing)?[-_ ]?(data|pii|db|database)|greenmask|pganonymi|data[-_ ]?mask/i
/** What says that data is invented, and nobody’s. */
export const madeUp = /\b(faker|seed(s|ing|er)?|synthetic|(fake|dummy|demo|made[-_]?up|generated?)[-_ ]data)\b/i
/** A word for staging. */
export const stagingWord = /(^|[^a-z])(pre[-_ ]?prod(uction)?|staging|stage|stg|uat|preprd)([^a-z]|$)/i
/** `production`, and not behind `pre` or `non`. */
export const productionWord = /(^|[^a-z])(?<!(pre|non|not)[-_ ]?)(prod(uction)?|prd|live)([^a-z]|$)/i
/** Names of jobs that move data between environments. */
export const naming =
  /(^|[^a-z])(refresh|restore|copy|clone|sync|import|saniti[sz]e\w*|anonymi[sz]e\w*|scrub)([^a-z]|$)/i
/** What says that a job is about data. */
export const aboutData = /(^|[^a-z])(data|db|database|postgres|mysql|mongo|rds|snapshot|dump|sql)([^a-z]|$)/i

/** The text without its comments, which may speak of what is not done. */
export const withoutComments = (text: string): string => text.replace(/^[ \t]*(#|--|\/\/).*$/gm, '')

/** The text without lines that only tell of something, and without those whose failure nobody heeds: the copy goes on as it is. */
export const withoutIdle = (text: string): string =>
  text
    .replace(/^[ \t]*(?:-[ \t]+)?["']?(?:echo|printf)\b[^\n|>]*$/gm, '')
    .replace(/^.*\|\|[ \t]*(?:true|:)[ \t]*$/gm, '')
