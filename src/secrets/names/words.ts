/** Words without their accents, as names are read. */
const words = (text: string): ReadonlySet<string> =>
  new Set(text.normalize('NFD').replace(/\p{M}/gu, '').trim().split(/\s+/))

/** Nouns that mean a password, in the languages that people write configuration in (without accents). */
export const passwordNouns = words(`
  password passwd passphrase passcode passwrd passwort kennwort wachtwoord senha contrasena contrasenia contrasenya
  motdepasse mdp haslo heslo losenord passord adgangskode kodeord salasana sifre jelszo parol pswd passw psswd
  passwords pwd requirepass masterauth storepass keypass matkhau
  密码 密碼 口令 パスワード 비밀번호 пароль
`)

/** Short or foreign ones, which mean something else as often: they want a word before them or a setting around them. */
export const shortPasswordNouns = words('pass pw psw clave parola sandi geheim losung psk')

/** Nouns that mean a secret. */
export const secretNouns = words('secret geheimnis secreto segredo segreto sekret tajne')

/** Nouns that mean a token. */
export const tokenNouns = words('token jeton bearer pat')

/** Nouns that mean a key, be it a secret one or not. */
export const keyNouns = words('key schluessel schlussel sleutel chave chiave klucz klyuch cle')

/** Nouns that mean credentials. */
export const credentialNouns = words('credential credentials creds cred zugangsdaten')

/** Words that make a `key` a secret one: the word right before it, or right after it (`chave_secreta`). */
export const secretKeyWords = words(`
  api access private secret encryption encrypt decryption encrypted signing sign account master auth authentication
  shared service app application jwt hmac crypto cipher aes rsa subscription write ingest admin root
  webhook function sas license licence security preshared sharedaccess accountaccess instance
  secreta segreta privada privee secrete prive geheimer tajny integration ssl tls pem server data rails
  base salt in nonce transfer fernet vault recovery
`)

/** Qualifiers after which a `key` may be secret, and is as often a name, a public half or an identifier. */
export const perhapsKeyWords = words(`
  client consumer session cookie ssh deploy gpg pgp maps google stripe openai aws azure gcp sendgrid mailgun twilio
  algolia datadog newrelic sentry team user bot signature host backup developer dev merchant db database
  sentinel segment mixpanel amplitude firebase mapbox unlock activation registration serial recaptcha captcha hcaptcha
  turnstile telemetry event hub consumer query search shop payment pay partner vendor sms
`)

/** Qualifiers of tokens that let somebody in. */
export const secretTokenWords = words(`
  access api auth authentication authorization oauth bearer bot refresh deploy deployment personal private github gitlab
  bitbucket gh gl slack discord telegram npm pypi docker dockerhub sonar sonarqube vault jenkins circleci ci registry
  admin root security secret user app application service client webhook ghcr nuget heroku netlify vercel cloudflare
  digitalocean do linode hetzner datadog sentry snyk codecov coveralls rollbar logdna logtail grafana influx influxdb
  consul nomad atlas terraform tf tfe pulumi kube k8s kubernetes argo argocd render fly railway supabase planetscale
  jira confluence atlassian figma notion asana trello linear pagerduty opsgenie twilio mapbox ngrok tailscale
  runner agent join bootstrap cluster sa upload publish release push rest dev prod test
`)

/** Qualifiers of tokens that are worth nothing to others, or no tokens of this kind. */
export const harmlessTokenWords = words(`
  csrf xsrf authenticity next page paging pagination continuation sync cancel cancellation cancelation design sequence eos bos eof
  pad unk lexer syntax parse parser current previous prev last first start end open close start string number
  identifier comment punctuation max min num count total input output prompt completion erc nft max delimiter
  separator stop special mask reply resume request idempotency invalid missing expired no unexpected
  concurrency creation verification device push fcm apns
`)

/** Words before `pass` and the like that make it a password. */
export const accountWords = words(`
  db database mysql mariadb pg postgres postgresql mssql sql oracle mongo mongodb redis rabbit rabbitmq amqp mq smtp
  mail email imap pop ftp sftp ssh ldap ad bind admin administrator root user usr username login auth sa su sudo
  become ansible wifi wlan wpa vpn proxy http https basic host server svc service app api key store trust keystore
  truststore cert certificate p12 pfx jks web site my master default test prod dev qa elastic elasticsearch kafka
  grafana jenkins nexus sonar artifactory registry docker git github account acc acct winrm rdp vnc snmp router
  switch enable tomcat jboss weblogic manager zip archive pdf encryption wp wordpress joomla drupal ora jdbc nats
  neo4j couch couchdb cassandra influx minio s3 rds mlab heroku ghost odoo bot twitter the new old
`)

/** What may follow the noun and leave it a secret (`secret_key_base`, `DB_PASSWORD_PROD`, `passwordPlain`). */
export const trailing = words(`
  value val text string str plain plaintext clear cleartext raw literal prod production dev develop development test
  testing stage staging stg qa uat preprod sandbox local default old new current previous live primary secondary
  base b64 base64 encoded env main admin root user db database sa app api a b c x me g
`)

/** Words that, as the last one, say that the value is about a secret and is none: `password_policy`, `token_url`. */
export const aboutHeads = words(`
  policy policies url uri urls link href endpoint path paths file filename files filepath dir directory folder location
  name names id ids identifier uuid guid arn ref refs reference selector type types kind class classname style mode
  header headers prefix suffix length len size count max min limit limits ttl expiry expires expiration expire
  expiresin expired timeout lifetime duration age days hours minutes seconds period interval issued at date time
  timestamp iat rotation rotate rotated strength regex regexp pattern validator validators validation validate valid
  invalid rule rules required require requires optional field fields label labels placeholder hint hints title titles
  message messages msg error errors err help info description desc caption tooltip input inputs textbox form control
  column columns col attr attribute attributes param params parameter parameters arg args option options opt setting
  settings config configuration cfg spec schema schemas model entity dto response request resp req result results
  status state event action reducer handler callback listener hook provider providers manager service services
  controller repository factory builder helper helpers util utils store vault vaults keyvault engine backend client
  server interceptor middleware guard filter generator generate generated encoder decoder encode decode encrypt
  encryptor decryptor hash hashes hashed hasher hashing digest checksum fingerprint thumbprint algorithm algo alg
  method methods grant scheme scope scopes claim claims audience aud issuer iss subject format version index idx
  offset position pos list array set map table tables view page screen route router component dialog modal button btn
  icon toggle switch visible visibility hidden show hide enabled enable disabled disable exists exist present missing
  empty forgot forgotten reset change changed update updated create created delete deleted remove removed verify
  verified verification check checked confirm confirmed match matches mismatch compare wrong bad incorrect get fetch
  load read find lookup parse parsed print log send sent save saved issue revoke revoked prompt ask enter lost recover
  recovered attempts attempt retries retry history source sources mount mounts volume volumes binding bindings
  namespace group groups owner usage use used using example examples sample doc docs documentation comment note notes
  username email host hostname port region account accounts permission permissions role roles access allowed allow
  deny denied manage management metadata meta annotation testid stream reader writer buffer bytes iterator
  node kinds flow step task job pipeline process flag flags switcher template templates tmpl section block board
  boards press pressed down up stroke code codes fn func resolver rotator renewal renew expiring warning warnings
  alert notification notifications operator resource resources wrapping exchange agreement derivation material pair
  pairs ring chain stores entry entries cost rounds iterations iteration score meter complexity special chars
  characters character alphabet charset upper lower digits numeric case sensitive protection group leak leaks leaked
  scanner scanning detect detection detected audit audited analyzer plugin module package packages lib library impl
  resets confirmation again repeat stdin fd cmd command authentication authenticator auth login logins signin signup success failure failed fail failures count counter
  property properties object objects item items query hint lock cache protector
`)

/** Words before the noun that make the name a question, an action, a label or a public half. */
export const askers = words(`
  is has have should can cannot must did does will was no not without missing empty forgot forgotten forget reset
  resetting change changing changed update updating verify verifying validate validating check checking checks confirm
  get gets fetch find parse generate generates generated generating hash hashed hashing encrypted sealed max min num
  count total invalid wrong incorrect bad require required requires show hide toggle lost recover allow allows deny
  public publishable foreign sort partition range composite unique cached on handle by decode encode decrypt create
  creates delete remove revoke rotate refreshing expire expired error errors err label labels placeholder hint
  enter entering type types title message help prompt input if when  ask asks needs need read reads write
  contains contain matches match send forgotpassword resetpassword supports support uses disable  masked
  redacted existing pull fastcgi uwsgi scgi grpc memcached how what why where which wants requested non null nullable optional each many weak strong compromised
`)

/** Verbs before the noun whose one argument is the secret (`setPassword("…")`, `withPassword("…")`). */
export const setters = words('set with use add put')

/** A secret of the tests, the examples or this machine: what such a name says, its value rarely contradicts. */
export const makeBelieve = words(
  'test testing tests fake dummy mock mocked mocks stub sample example examples demo fixture foo bar invalid wrong bad incorrect unused local localhost placeholder',
)
