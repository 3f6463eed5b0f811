/** What is written where a value belongs. */
const patterns: readonly RegExp[] = [
  /^(?:[x*•.?#_\-=+~0]|\\u2022|&bull;)+$/i,
  /x{4,}|X{4,}|\*{3,}|\.{3,}|•{3,}|_{4,}|0{8,}|(?:1234567890){2}|-{3,}\w*-{3,}/,
  /^(?:your|my|our|the|this|some|any|an?|put|insert|enter|add|set|type|use|replace|fill|change|update|provide|paste|input|choose|generate|create|specify|define|required|optional|same|see|get|from)[-_ .].*/i,
  /(?:^|[^a-z])(?:your|replace|placeholder|redacted|changeit|todo|tbd|fixme|insert|removed|masked|omitted|censored|sanitized|scrubbed|not-?set|unset|dummy|fake|mock|example|sample|lorem|ipsum|foo|bar|baz|qux|foobar|anything|whatever|something|somevalue|notused|unused|not-?a-?(?:real|secret)|nosecret|noop|n\/a|here|goes)(?![a-z])/i,
  /^(?:your|my|some|the|fake|dummy|mock|example|sample|test|invalid|wrong|bad|no|any)(?=[A-Z])|^(?:dummy|fake|mock|example|sample)|^\*\*.*\*\*$/,
  // what vendors publish for their emulators and documentation
  /^(?:Eby8vdM0|C2y6yDjf)/,
  /(?:password|secret|token|key|value|credential)s?[-_ ]?(?:here|goes|placeholder|to-?be|example|sample)/i,
  /^BASE64(?!:)|(?:^|[-_ ])please(?:[-_ ]|$)|placeholder|changethis|change-?this|change[-_]?me[-_]|please-?change|replace-?(?:me|with|this)|to-?be-?(?:replaced|set|defined|changed|filled)|fill-?(?:me|in)|put-?your|set-?in|not-?secret|in-?secure|yoursecret|yourpassword|yourtoken|yourapikey|mypasswordhere|example/i,
]

/** Words that stand for the absence of a value, a type or a setting, and are never one themselves. */
const nothing = new Set(
  `null nil none undefined true false yes no on off void empty blank default auto automatic unknown string str text
  number int integer bool boolean object function symbol array any varchar char bytes binary base64 file enum uuid float double date
  required optional enabled disabled always never read write readwrite readonly inherit public private internal external
  hidden masked redacted protected secured sensitive plaintext plain encrypted hashed basic bearer digest ntlm oauth
  oauth2 oidc saml jwt apikey api_key header query cookie body form input output env environment variable secretref
  generated random prompt ask manual static dynamic local remote remember forgot reset change show hide visible
  invalid valid missing expired revoked active inactive pending created updated deleted ok error warning success
  failure failed info debug todo tbd fixme xxx foo bar baz qux test testing tests asdf abc xyz aaa bbb ccc placeholder
  example sample dummy fake mock stub demo value key token secretkey name id type user username email login account
  kubernetes vault aws azure gcp google github gitlab facebook twitter apple microsoft linkedin keychain keyring
  sha1 sha256 sha512 md5 hs256 hs512 rs256 es256 aes rsa dsa ed25519 ecdsa hmac pbkdf2 bcrypt scrypt argon2 utf8 utf-8
  get post put patch delete head options self same parent child this that it is a an the of to in for and or not
  optional-password-here nopassword no-password nopass disabled-password locked unset notset`
    .trim()
    .split(/\s+/),
)

/** Why a value only stands where one belongs; undefined if it does not. `test` and the like count as nothing. */
export function placeholderOf(value: string): string | undefined {
  // `String?` and `string[]` are types, too
  if (nothing.has(value.toLowerCase().replace(/\?$|\[\]$/, ''))) return 'no value, but a word for one'
  if (mine.test(value)) return undefined
  return patterns.some((pattern) => pattern.test(value)) ? 'a placeholder' : undefined
}

/** `My_password123`: somebody put a number to it, as rules of passwords want, and uses it. */
const mine = /^[Mm]y[-_]?(?:strong|secure|secret|super)?[-_]?[Pp]ass(?:w(?:or)?d)?[-_@#!]?\d{2,}[!@#$.]?$/

const defaults = new Set(
  `password password1 password! pass passwd pwd admin administrator
  root toor secret s3cret s3cr3t supersecret topsecret mysecret mysecretpassword my-secret-pw my_secret mypassword
  changeme change-me change_me changeit changethis changemeplease letmein welcome guest  qwerty qwerty123
  qwertyuiop 123456 1234567 12345678 123456789 1234567890 12345 1234 123123 111111 000000 abc123 123abc abcd1234 iloveyou
  monkey dragon master     postgres postgresql postgrespassword mysql mariadb mongo mongodb redis
  rabbitmq elastic elasticsearch kibana minio minioadmin minio123 minio-admin miniopassword grafana prometheus keycloak
  wordpress drupal joomla jenkins sonar nexus nexus3 artifactory oracle sa sapassword system manager tiger scott
  dbpassword dbpass postgrespw mysqlpw rootpw mongopw dbuser      devpassword localdev 
    docker vagrant ubuntu pi raspberry alpine temp tmp    pw passwort
  geheim kennwort contrasena senha motdepasse azerty wachtwoord haslo parola keyboard rootpassword rootpass adminpassword adminpass
  userpassword userpass testpassword testpass django rails laravel symfony homestead forge craft magento magento2 odoo nextcloud airflow
  superset zabbix ldap openldap activemq artemis kafka cassandra neo4j couchdb influx influxdb hasura supabase appsecret app_secret
  jwtsecret jwt_secret jwt-secret secretkey secret_key secret-key mysecretkey my-secret-key my_secret_key supersecretkey
  super-secret super_secret super-secret-key super_secret_key somesecret dev-secret dev_secret devsecret devkey dev-key accesskey access-key
  sekret clave parol synapse matrix gitea gogs harbor harbor12345 edd1c9f034335f136f87ad84b625c8f1 4054f7cf07e344346cd3f287985e76a2 sw2ycwtib9zpoohopsmm rancher traefik portainer mailhog maildev`
    .trim()
    .split(/\s+/),
)

/** `change-me`, `shop-db-change-me`, `jwt-secret-change-me-in-production`. */
const unchanged =
  /^(?:[a-z\d]{1,20}[-_]){0,6}change[-_ ]?(?:me|it|this|in[-_]prod(?:uction)?)(?:[-_][a-z\d]{1,20}){0,6}[\d!.]*$/i

/** What systems come with and what everybody tries first: perhaps in use, certainly no secret. */
export const isDefault = (value: string) =>
  (defaults.has(value.toLowerCase()) || unchanged.test(value)) && !/^[A-Z]+_/.test(value)
