import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeValue } from '../../../src/secrets/values/judge.ts'
import { chosen, made, pairsOf, random, verdictOn } from './support.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** A file, and a text in which @ stands for a password that somebody chose. */
const found: readonly (readonly [string, string])[] = [
  ['values.yaml', 'db:\n  user: shop\n  password: @\n'],
  ['values.yaml', 'db: {user: shop, password: "@"}\n'],
  ['values.yaml', 'password: |\n  @\n'],
  ['values.yaml', 'password:\n  @\n'],
  ['deploy.yaml', 'env:\n  - name: DB_PASSWORD\n    value: @\n'],
  ['deploy.yaml', 'env:\n  - value: @\n    name: DB_PASSWORD\n'],
  ['deploy.yaml', 'env:\n  - {name: DB_PASSWORD, value: "@"}\n'],
  ['deploy.yaml', 'args:\n  - --password\n  - @\n'],
  ['deploy.yaml', 'args: ["--db-password=@"]\n'],
  ['template.yaml', 'Parameters:\n  DbPassword:\n    Type: String\n    Default: @\n'],
  ['docker-compose.yml', 'services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD=@\n'],
  ['.env', 'PORT=80\nJWT="@"'],
  ['web.php', "'cookieValidationKey' => '@',"],
  ['user.php', "public $rememberMeKey = '@';"],
  ['docker-compose.yml', 'services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD:-@}\n'],
  ['secret.yaml', 'apiVersion: v1\nkind: Secret\nstringData:\n  password: @\n'],
  ['secret.yaml', `kind: Secret\ndata:\n  password: ${base64('@@')}\n`],
  ['group_vars/all.yml', 'ansible_become_pass: "@"\n'],
  ['appsettings.json', '{"ConnectionStrings": {"Shop": "Server=db;User Id=sa;Password=@;"}}'],
  ['config.json', '{"user": "root", "password": "@"}'],
  ['config.json', '{"settings": "{\\"password\\": \\"@\\"}"}'],
  ['task.json', '[{"name": "DB_PASSWORD", "value": "@"}]'],
  ['task.json', '[{"value": "@", "name": "DB_PASSWORD"}]'],
  ['azuredeploy.parameters.json', '{"adminPassword": {"value": "@"}}'],
  ['terraform.tfstate', '{"attributes": {"master_password": "@", "username": "shop"}}'],
  ['terraform.tfstate', '{"outputs": {"conn": {"value": "@", "type": "string", "sensitive": true}}}'],
  ['notes.ipynb', '{"source": ["password = \\"@\\"\\n"]}'],
  ['.env', 'DB_PASSWORD=@\n'],
  // named for a program, and not a call of it
  ['.env', 'MYSQL_ROOT_PASSWORD=@\n'],
  ['values.yaml', 'MONGO_DB_PASSWORD: @\n'],
  ['config.toml', 'ldap_bind_password = "@"\n'],
  ['.env', 'export DB_PASSWORD="@" # ours\n'],
  ['application.properties', 'spring.datasource.password=@\n'],
  ['application.properties', 'spring.datasource.password = ${DB_PASSWORD:@}\n'],
  ['my.cnf', '[client]\nuser=root\npassword=@\n'],
  ['config.toml', 'password = "@"\n'],
  ['prod.tfvars', 'db_password = "@"\n'],
  ['src/main/resources/application-test.properties', 'spring.mail.password=@\n'],
  ['token.sh', `rails runner "\ntoken.set_token('@');\n"\n`],
  ['data.sql', "INSERT INTO users VALUES (1, 'root', '@');\n"],
  ['Login.java', 'return "@".equals(password);\n'],
  ['deploy.sh', 'echo "数据库: db:3306 (用户名: shop, 密码: @)"\n'],
  ['Shop.cs', 'MatKhau = "@";\n'],
  ['Seed.cs', 'await _userManager.CreateAsync(user, "@");\n'],
  ['Seed.cs', 'PasswordHash = hasher.HashPassword(null, "@"),\n'],
  ['Seed.cs', 'PasswordHash = BCrypt.Net.BCrypt.HashPassword("@"),\n'],
  ['Seed.cs', 'Password = Strings.ToHash("@"),\n'],
  ['db.py', 'c = pymysql.connect("db", "root", "@", "shop")\n'],
  ['mail.go', 'auth := smtp.PlainAuth("", "root", "@", "host")\n'],
  ['login.py', 'if user == "root" and password == "@":\n'],
  ['main.tf', 'variable "db_password" {\n  type    = string\n  default = "@"\n}\n'],
  ['web.config', '<add name="x" connectionString="Data Source=db;User ID=sa;Password=@" />'],
  ['web.config', '<appSettings><add key="SmtpPassword" value="@" /></appSettings>'],
  ['settings.xml', '<server><username>u</username><password>@</password></server>'],
  ['beans.xml', '<property name="password"><value>@</value></property>'],
  ['Info.plist', '<key>ApiPassword</key>\n<string>@</string>'],
  ['Dockerfile', 'FROM x\nENV DB_PASSWORD @\n'],
  ['Dockerfile', 'FROM x\nENV USER=x DB_PASSWORD=@\n'],
  ['Dockerfile', 'ARG DB_PASSWORD=@\n'],
  ['Dockerfile', 'FROM x\nENV DB_PASSWORD=\\\n@\n'],
  ['deploy.sh', 'export DB_PASSWORD=\\\n@\n'],
  ['build.sh', 'docker build --build-arg DB_PASSWORD=@ .\n'],
  ['deploy.sh', 'export DB_PASSWORD=@\n'],
  ['deploy.sh', "sshpass -p '@' ssh shop@host\n"],
  ['deploy.sh', 'openssl rsa -in a.key -passin pass:@ -out b.key\n'],
  ['deploy.sh', 'htpasswd -cb users deploy @\n'],
  ['setup.ps1', "$x = ConvertTo-SecureString '@' -AsPlainText -Force\n"],
  ['mongo-init.js', "db.createUser({\n  user: 'shop',\n  pwd: '@'\n})\n"],
  ['deploy.sh', 'curl -u deploy:@ https://host/x\n'],
  ['deploy.sh', 'curl -X POST \\\n  -u "deploy:@" https://host/x\n'],
  ['deploy.sh', 'mysql -h db -u root -p@ shop\n'],
  ['deploy.sh', 'docker login -u shop -p @ registry\n'],
  ['deploy.sh', 'tool --password @ --yes\n'],
  ['deploy.sh', 'echo "root:@" | chpasswd\n'],
  ['setup.sql', "CREATE USER shop IDENTIFIED BY '@';\n"],
  ['setup.sql', 'ALTER USER shop IDENTIFIED BY @;\n'],
  ['setup.sql', "CREATE ROLE shop WITH LOGIN PASSWORD '@';\n"],
  ['setup.sql', "INSERT INTO users (name, password) VALUES ('shop', '@');\n"],
  ['app.py', 'DB_PASSWORD = "@"\n'],
  ['app.py', 'connect(user="shop", password="@")\n'],
  ['app.py', 'password: str = "@"\n'],
  ['app.js', "const config = { user: 'shop', password: '@' }\n"],
  ['Seeds.java', 'insertUser("shop", "@");\n'],
  ['Seeds.java', 'users.save(new User("1", "shop", "shop@host.org", "@"));\n'],
  ['seeds.py', 'User.objects.create_superuser("shop", "shop@host.org", "@")\n'],
  ['app.py', 'requests.get(url, auth=("shop", "@"))\n'],
  ['app.py', "session.auth = ('shop', '@')\n"],
  ['app.py', "parser.add_argument('--password', help='of the shop', default='@')\n"],
  ['Security.java', 'auth.inMemoryAuthentication().withUser("shop").password("{noop}@");\n'],
  ['Security.java', 'builder.password(passwordEncoder().encode("@"))\n'],
  ['seed.php', "$user = ['name' => 'shop', 'password' => Hash::make('@')];\n"],
  ['db.php', "$db = new PDO('mysql:host=db', 'shop', '@');\n"],
  ['db.js', "new Sequelize('shop', 'root', '@', { host: 'db' })\n"],
  ['db.go', 'dsn := "shop:@@tcp(db:3306)/shop"\n'],
  ['Keys.java', 'String getPassword() {\n  return "@";\n}\n'],
  ['redis.conf', 'requirepass @\n'],
  ['docker-compose.yml', 'command: redis-server --requirepass @\n'],
  ['web.xml', '<param-name>password</param-name>\n<param-value>@</param-value>\n'],
  ['run.sh', 'keytool -genkey -storepass @ -alias shop\n'],
  ['app.ts', "const dbPassword: string = '@'\n"],
  ['app.go', 'dbPassword := "@"\n'],
  ['App.java', 'private static final String DB_PASSWORD = "@";\n'],
  ['App.cs', 'var c = "Server=db;Uid=sa;Pwd=@;";\n'],
  ['app.rb', "config = { password: '@' }\n"],
  ['config.php', "$dbpasswd = '@';\n"],
  ['App.kt', 'val dbPassword = "@"\n'],
  ['main.rs', 'let db_password: &str = "@";\n'],
  ['config/database.yml', 'url: postgres://shop:@@db.internal/shop\n'],
  ['app.py', 'BROKER = "amqp://shop:@@mq.internal:5672//"\n'],
  ['.pgpass', 'db.internal:5432:shop:shop:@\n'],
  ['.netrc', 'machine host login shop password @\n'],
  ['.git-credentials', 'https://shop:@@git.internal\n'],
  ['passwords.txt', 'shop: @\n'],
  ['app/src/main/res/values/strings.xml', '<string name="SMTP_PASSWORD">@</string>\n'],
  ['Admin.dart', "if (_userController.text == 'boss' && _passwordController.text == '@') {}\n"],
  ['Login.java', 'if (user.equals("boss") && passwordField.getText().equals("@")) {}\n'],
  ['rest.php', "$config['rest_valid_logins'] = ['boss' => '@'];\n"],
  ['ftp.php', 'ftp_login($connection, "shop", "@");\n'],
  ['db.php', "$c = oci_connect('shop', '@', 'db/XE');\n"],
  ['db.php', '$c = sqlsrv_connect($server, ["UID" => "shop", "PWD" => "@"]);\n'],
  ['crypt.js', "CryptoJS.AES.encrypt(text, '@').toString()\n"],
  ['crypt.js', "const key = crypto.scryptSync('@', salt, 24)\n"],
  ['store.go', 'store := cookie.NewStore([]byte("@"))\n'],
  ['cache.js', "redis.auth('@')\n"],
  ['devise.rb', "config.omniauth :github, 'shop-app', '@'\n"],
  ['Seeds.java', 'users.save(new User("boss", encoder.encode("@"), "ADMIN"));\n'],
  ['root.sql', "SET PASSWORD FOR root = PASSWORD('@');\n"],
  ['db.rb', 'config = { x: ENV.fetch("DB_PASSWORD") { "@" } }\n'],
  ['Login.java', 'if (name.equals("boss") && password.equals("@")) {}\n'],
  ['setup.sh', 'echo @ | sudo -S apt-get update\n'],
  ['setup.sh', 'echo "@" | passwd --stdin shop\n'],
  ['run.json', '{"script": "docker login -u shop -p @ registry\\nmkdir -p /mnt/shop"}\n'],
  ['roles/shop/tasks/main.yml', '- shell: echo @ | sudo passwd --stdin shop\n'],
  ['setup.py', 'os.system("echo \'@\' | sudo -k -S reboot")\n'],
  ['setup.sh', 'sudo -S reboot <<< "@"\n'],
  ['setup.sh', 'useradd -m -p @ shop\n'],
  ['Dockerfile', 'RUN useradd -m -p "$(openssl passwd -1 @)" shop\n'],
  ['app.js', "app.use(cookieSession({ maxAge: 60, keys: ['@', other] }))\n"],
]
for (const [file, text] of found) {
  // an address is written @@host: the first is the password
  const content = text.includes(base64('@@'))
    ? text.replace(base64('@@'), base64(chosen))
    : text.replace(/@@/, `${chosen}@`).replace(/(?<![\w@'])@(?![\w'%])|(?<=p)@|(?<='|")@(?='|")/, chosen)
  test(`${file}: ${text.trim().replaceAll('\n', ' ⏎ ')}`, () => {
    const value = text.includes(base64('@@')) ? base64(chosen) : chosen
    assert.notEqual(verdictOn(file, content, value), 'none', content)
  })
}

/** A file, and a text in which nothing is secret. */
const harmless: readonly (readonly [string, string])[] = [
  ['index.html.erb', '<p>Why are these schemes identified as duplicates?</p>\n'],
  ['help.html', '<p>A user is identified by fingerprint2x.</p>\n'],
  ['ci.yml', 'password: ${{ secrets.DB_PASSWORD }}\n'],
  ['values.yaml', 'password: "{{ .Values.password }}"\n'],
  ['values.yaml', 'password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162636465\n'],
  ['values.yaml', 'password: ENC[AES256_GCM,data:p673w==,iv:YY=,type:str]\n'],
  ['values.yaml', 'password: op://shop/db/password\n'],
  ['values.yaml', 'password: ref+vault://secret/shop#/password\n'],
  ['values.yaml', 'password: ""\nexistingSecret: shop-db\n'],
  [
    'deploy.yaml',
    'env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: shop-db\n        key: password\n',
  ],
  ['deploy.yaml', 'env:\n  - name: TOKEN_URL\n    value: https://id.internal/token\n'],
  ['docker-compose.yml', 'environment:\n  DB_PASSWORD: ${DB_PASSWORD}\n'],
  ['docker-compose.yml', 'environment:\n  - DB_PASSWORD_FILE=/run/secrets/db\n'],
  ['sealed.yaml', `kind: SealedSecret\nspec:\n  encryptedData:\n    password: ${random}${random}\n`],
  ['appsettings.json', '{"Password": "@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/p)"}'],
  ['locales/en.json', '{"password": "Password", "forgot_password": "Forgot your password?"}'],
  ['en.json', '{"login": {"password": "Passwort123 eingeben"}}'],
  ['schema.json', '{"password": {"type": "string", "default": ""}}'],
  ['.env', 'DB_PASSWORD=\nAPI_KEY=<your-key>\nTOKEN=$TOKEN\n'],
  ['.env.example', `DB_PASSWORD=${chosen}\n`],
  ['application.properties', 'spring.datasource.password=${DB_PASSWORD}\n'],
  ['main.tf', 'password = var.db_password\n'],
  ['main.tf', 'variable "db_password" {\n  type      = string\n  sensitive = true\n}\n'],
  ['main.tf', 'password = random_password.db.result\n'],
  ['web.config', '<add key="PasswordPolicy" value="Strict12!" />'],
  ['deploy.sh', 'docker login -u "$USER" -p "$PASSWORD" registry\n'],
  ['deploy.sh', 'curl -u "$USER:$TOKEN" https://host/x\n'],
  ['deploy.sh', 'tool --password "$(pass show db)"\n'],
  ['deploy.sh', 'read -s -p "Password: " PASSWORD\n'],
  ['app.js', 'const password = process.env.DB_PASSWORD\n'],
  ['app.js', "password: 'Your password is required'\n"],
  ['app.js', "const TOKEN_TYPE = 'bearer'\nconst PASSWORD_RESET = 'PASSWORD_RESET'\n"],
  ['app.js', "headers: { Authorization: 'Bearer ' + token }\n"],
  ['app.js', "localStorage.getItem('auth_token')\n"],
  ['app.py', 'password = os.getenv("DB_PASSWORD")\n'],
  ['app.py', 'password = getpass("Password: ")\n'],
  ['app.go', 'password := cfg.Password\n'],
  ['App.java', '@Value("${db.password}") private String password;\n'],
  ['App.java', 'private static final String PASSWORD_PARAM = "userPassword";\n'],
  ['app.cs', 'throw new Exception("Password=x is missing");\n'],
  ['app.py', 'HEX_PAT = "[0-9A-Fa-f]{1,4}"\n'],
  ['App.java', 'new User("shop", "shop@host.org", "Shop", "ACTIVE");\n'],
  ['App.java', 'createUser(name, "password123");\n'],
  ['app.py', 'requests.get(url, auth=(user, password))\n'],
  ['app.go', 'dsn := "%s:%s@tcp(db:3306)/shop"\n'],
  ['routes.php', "Route::get('user/secret', 'App\\Http\\Users@showsecret');\n"],
  ['jobs.php', "config('MAIL_PASSWORD', null)\n"],
  ['Form.java', 'String getPassword() {\n  return password;\n}\n'],
  ['README.md', 'Login and credentials:\n\n```yaml\nuses: azure/login@v2\nkind: Secret\nclientId: "rp-1"\n```\n'],
  ['plugins.txt', 'credentials:1271.v54b_1c2\nplain-credentials:143.v1b_df8b_d3b_e48\n'],
  ['README.md', 'module required username="shop" password="$PASSWORD";\n'],
  ['README.md', 'Choose read/write access with your credentials.\n'],
  // what is named for a secret in a program, and is the name of another thing
  ['app.js', "jwt.sign(payload, process.env.JWT_SECRET, { algorithm: 'HS256' })\n"],
  ['values.yaml', 'jwtSecretName: shop-jwt\njwtSecretKey: jwt-secret\n'],
  ['app.ts', "const JWT_SECRET = 'JWT_SECRET'\nconst kinds = { SECRET_KEY: 'SECRET_KEY' }\n"],
  ['data.sql', "INSERT INTO users VALUES (1, 'root', 'root@shop.org', '2024-01-02', 'The 2nd user');\n"],
  ['Kind.java', 'return "password".equals(passwordKind) || "null".equals(secret);\n'],
  ['README.md', 'User: root\nPassword: your password\nHost: db2/shop\n'],
  ['main/resources/login_sv_SE.properties', 'User=Anv\nPassword=L\\u00F6senordet\n'],
  ['main/resources/login_es.properties', 'User=Usuario\nPassword=Contrasenas\n'],
  ['dist.sh', 'gpg_signing_key=A48FFC4D\nPGP_PRIVATE_KEY="0xB97B0AFCAA1A47F0"\n'],
  ['configure', 'ac_pwd=`pwd` && test -n "$ac_pwd"\n'],
  ['openapi.yaml', "mapping:\n  bearerToken: '#/components/schemas/BearerTokenAuth'\n"],
  ['install.sh', "JWT_SECRET_KEY=`LC_ALL=C tr -dc 'A-Za-z0-9*-_@!' </dev/urandom | head -c 64; echo`\n"],
  ['Dockerfile', 'RUN SESSION_SECRET=`openssl rand -hex 32` ./install\n'],
  ['deploy.yml', 'script:\n  - export DB_PASSWORD=`vault read -field=password secret/shop`\n'],
  ['kinds.ts', "const JWT = 'jwt'\nenum Kind { JWT = 'JWT' }\n"],
  ['nginx.conf', 'proxy_pass http://shop:8080;\n'],
  ['test/app.test.js', `login({ password: '${chosen}' })\n`],
  ['vitest.setup.ts', `TOKEN_SECRET: '${made('sword', 'fish')}'\n`],
  ['qa/integration/service.rb', `connect(user: "shop", password: "${chosen}")\n`],
  ['tools/dump/expectedoutput/all.txt', `password: "${chosen}"\n`],
  ['plugin/src/sbt-test/shop/src/main/resources/application.conf', `password = "${chosen}"\n`],
  ['src/test/java/LoginTest.java', `String password = "${chosen}";\n`],
  ['lock.yaml', `integrity: sha512-${random}${random}\npasswordHash: ${random}\n`],
  ['id.yaml', 'publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n'],
  ['app.yaml', 'url: https://user@host/path\nother: postgres://shop:${PASSWORD}@db/shop\n'],
  ['Kind.java', 'if (kind.equals("password") || password.equals("null") || passwordType.equals("123")) {}\n'],
  ['setup.sh', 'echo "$PASSWORD" | sudo -S reboot\nsudo -S reboot < file\nuseradd -m -p "$HASH" shop\n'],
  ['setup.sh', 'useradd -m -s /bin/bash -p "*" shop\necho done | sudo tee -S x\n'],
  ['setup.sh', 'echo $PASSWORD | passwd --stdin shop\necho "Hunter2029" | passwd shop\npasswd --stdin shop\n'],
  ['login.py', 'if not password:\n    if "KRB5CCNAME" in os.environ or "KRB5_CLIENT_KTNAME" in os.environ:\n'],
  ['fail.py', 'fail(msg=f"no connection with the given api_key : {texts[0]}")\n'],
  ['Settings.php', "'reshop:secret_key' => 'reSHOP Secret Key',\n"],
  ['egg.json', '{"script": "./steam.sh +login ${USER} ${WORD} +quit\\r\\nmkdir -p \\/mnt\\/server\\/q7Zt"}\n'],
  ['run.json', '{"script": "docker login shop\\nmkdir -p W2mXq7Zt9/shop"}\n'],
  ['tox.ini', `[testenv]\nsetenv =\n    mssql: DATABASE_PASSWORD=${chosen}\n`],
  ['app.js', "draw({ keys: ['upper2021', 'lower'] })\napp.use(cookieSession({ keys: [process.env.KEY] }))\n"],
  ['Dockerfile', 'ENV DB_REPO_KEY=B97B0AFCAA1A47F044F244A07FCC7D46ACCC4CF8 X_KEY=7FCC7D46ACCC4CF8\n'],
  ['Nav.jsx', '<a>Login / Register1</a> <p>Your account: edit / remove</p>\n'],
  ['index.html', '<p>Login with <b>user name</b> / <b>e-mail</b>. Password: at least 8 characters</p>\n'],
  ['Seed.cs', 'new Field { Username = "Name", Password = "Wort" }\n'],
  ['README.md', '| Role | Email | Password |\n|---|---|---|\n| text | yes | hashed |\n'],
  ['common.ts', 'export const common = ["letmein",\n"passwd", "hunter2029",\n"password", "12345678", "qwerty"]\n'],
  ['app.ts', "const TOKEN_KEY = 'shop-token-2'\nconst names = { secret: 'shop-secret' }\n"],
  ['README.md', 'The login is that of the user:\n\n```yaml\napiVersion: shop.example.io/v1alpha1\nkind: Shop\n```\n'],
  ['storage.json', '{"tokenKey": "access_token"}'],
  ['README.md', 'Admin users: `edit` / `delete`, see `shop` / `api`\n'],
  ['values.yaml', 'ingress:\n  tlsSecret: shop-tls-secret\n'],
  ['schema.json', '{"properties": {"jwtSecret": "The secret with which the tokens are signed, required"}}'],
]
for (const [file, content] of harmless) {
  test(`${file} holds none: ${content.trim().replaceAll('\n', ' ⏎ ').replaceAll(chosen, '…').replaceAll(random, '…')}`, () => {
    assert.deepEqual(
      pairsOf(file, content)
        .filter((pair) => verdictOn(file, content, pair.value) !== 'none')
        .map((pair) => pair.path),
      [],
    )
  })
}

test('bytes that a machine made up sign sessions; a picture, colours of a terminal and a guest of FTP are none', () => {
  const bytes = made('\\xa4\\x82\\x9fs\\xf2', "\\x81\\xa4'&\\xfd\\xf1", '\\x07\\xe2\\x1b>\\xc7')
  const of = (file: string, text: string) => pairsOf(file, text).map((pair) => judgeValue(pair).is)
  assert.ok(of('config.py', `app.secret_key = b"${bytes}"\n`).includes('secret'))
  for (const text of [
    'app.secret_key = b"\\x89PNG\\r\\n\\x1a\\n"\n',
    'secret_key_label = "\\x1b[31mSecret key\\x1b[0m"\n',
    'login(user="anonymous", password="anonymous@")\n',
  ])
    assert.ok(!of('config.py', text).includes('secret'), text)
})

test('the offsets are those of the value', () => {
  for (const content of [`password: "${chosen}"`, `password: ${chosen}  # x`, `a: {password: ${chosen}}`]) {
    const [pair] = pairsOf('a.yaml', content)
    assert.equal(content.slice(pair?.start, pair?.end), chosen)
  }
})

test('an escaped sign before a name is no part of it', () => {
  const page = (name: string) => `{"link": "https://shop.acme.io?page=0\\u0026${name}=${random}"}\n`
  assert.equal(verdictOn('links.json', page('page_token'), random), 'none')
  assert.equal(verdictOn('links.json', page('refresh_token'), random), 'secret')
})

test('a schema shows by an example what a header looks like', () => {
  const schema = (key: string) =>
    `{"properties": {\n  "authorization_header": {\n    "${key}": ["Bearer ${random.slice(0, 17)}"]\n  }\n}}\n`
  assert.equal(verdictOn('config.schema.json', schema('examples'), random.slice(0, 17)), 'none')
  assert.equal(verdictOn('config.json', schema('values'), random.slice(0, 17)), 'secret')
  assert.equal(
    verdictOn('api.yaml', `Authorization:\n  example: Bearer ${random.slice(0, 17)}\n`, random.slice(0, 17)),
    'none',
  )
})

test('a raw string that is called an example, and a block of code in a text, show what one looks like', () => {
  const command = (name: string) =>
    `const long${name} = \`shop login --help\nshop login --password '${chosen}' -- x\`\n`
  assert.equal(verdictOn('cli.go', command('Example'), chosen), 'none')
  assert.equal(verdictOn('cli.go', command('Command'), chosen), 'secret')
  const block = (fence: string, end: string) =>
    `DOC = <<-X\n    ${fence}\n    $a = {\n      'username' => 'shop',\n      'password' => '${chosen}',\n    }\n    ${end}\n`
  assert.equal(verdictOn('reduce.rb', block('~~~ ruby', '~~~'), chosen), 'none')
  assert.equal(verdictOn('reduce.rb', block('# a', '~~~'), chosen), 'secret')
  assert.equal(verdictOn('reduce.rb', `~~~ ruby\nx\n~~~\n${block('# a', '')}`, chosen), 'secret')
})

test("PostHog's key of a project may be published", () => {
  assert.equal(
    verdictOn('shop.yaml', `telemetry:\n  endpoint: https://shop.acme.io\n  token: "phc_${random}"\n`, random),
    'none',
  )
  assert.equal(
    verdictOn('shop.yaml', `telemetry:\n  endpoint: https://shop.acme.io\n  token: "${random}"\n`, random),
    'secret',
  )
})

test('words with a line between them are a password where no name stands', () => {
  const words = made('gold', 'shop_', 'redis')
  for (const [file, content] of [
    ['.env', `REDIS_URL=redis://:${words}@cache:6379\n`],
    ['docker-compose.yml', `services:\n  cache:\n    command: ["redis-server", "--requirepass", "${words}"]\n`],
  ] as const)
    assert.equal(verdictOn(file, content, words), 'uncertain', content)
  assert.equal(verdictOn('.env', 'REDIS_URL=redis://shop:db_password@cache:6379\n', 'db_password'), 'none')
})

test('the driver of Go for MySQL needs no protocol', () => {
  const dsn = (behind: string) => verdictOn('run.sh', `-e DATA_SOURCE_NAME='exporter:${chosen}@${behind}'\n`, chosen)
  assert.equal(dsn('(db:3306)/'), 'secret')
  assert.equal(dsn('unix(/run/mysqld.sock)/shop'), 'secret')
  assert.equal(dsn('(anything else)'), 'none')
})

test('the key of a search box in a page may be known by all who load it', () => {
  const key = made('51e61afee2c2667123', 'fc9ed160a0a2', '0b')
  assert.equal(
    verdictOn('a.html', `docsearch({\n  appId: 'X0ABC',\n  apiKey: '${key}',\n  indexName: 'shop',\n})\n`, key),
    'none',
  )
  assert.equal(
    verdictOn(
      'a.js',
      `themeConfig: {\n  algolia: {\n    appId: 'X0ABC',\n    apiKey: '${key}',\n    indexName: 'shop',\n  },\n}\n`,
      key,
    ),
    'secret',
  )
})

test('parts of a string are joined', () => {
  const half = Math.floor(random.length / 2)
  const content = `const apiKey = "${random.slice(0, half)}" +\n  "${random.slice(half)}"\n`
  assert.equal(pairsOf('a.js', content)[0]?.value, random)
})

test('a string to which something is added is no value', () => {
  assert.deepEqual(pairsOf('a.js', `const apiKey = "${random}" + suffix()\n`), [])
})

test('the path has the keys around the name', () => {
  assert.equal(pairsOf('a.yaml', `db:\n  main:\n    password: ${chosen}\n`)[0]?.path, 'db.main.password')
})

test('a token in the place of the user of a URL is found', () => {
  assert.equal(verdictOn('a.sh', `git clone https://${random}:x-oauth-basic@git.internal/x\n`, random), 'secret')
})

test('a header with credentials is found, and Basic ones by their password', () => {
  assert.equal(verdictOn('a.py', `h = {"Authorization": "Bearer ${random}"}\n`, random), 'secret')
  const basic = base64(made('shop:', chosen))
  assert.equal(verdictOn('a.sh', `curl -H "Authorization: Basic ${basic}" https://host\n`, basic), 'secret')
  const none = base64('user:password')
  assert.equal(verdictOn('a.sh', `curl -H "Authorization: Basic ${none}" https://host\n`, none), 'none')
})

const calls: readonly string[] = [
  "const mac = crypto.createHmac('sha256', '@').update(x)",
  "const t = jwt.sign(payload, '@')",
  'var k = new SecretKeySpec("@".getBytes(UTF_8), "AES");',
  "app.use(cookieParser('@'))",
  "conn.login('shop', '@', done)",
  'r = requests.get(url, auth=HTTPBasicAuth("shop", "@"))',
  'DriverManager.getConnection(url, "shop", "@");',
]
for (const call of calls) {
  test(`the argument of a function: ${call}`, () => {
    assert.notEqual(verdictOn('app.java', call.replace('@', random), random), 'none')
    assert.equal(verdictOn('app.java', call.replace(/["']@["']/, 'secret'), random), 'none')
  })
}

test('a file full of words costs what its length costs', () => {
  const texts = [
    'password=',
    'password: "',
    'kind: Secret\n',
    '<password>',
    'secret(',
    '://',
    '"name": "token", ',
    'token\n',
    'insert into t (password',
  ]
  for (const text of texts) {
    const short = text.repeat(2000)
    const steps = (content: string) => {
      const begun = process.cpuUsage()
      pairsOf('a.yaml', content)
      pairsOf('a.js', content)
      const { user, system } = process.cpuUsage(begun)
      return user + system
    }
    steps(short)
    // eight times the text may cost eight times as much, and something for the machine's moods
    assert.ok(steps(short.repeat(8)) < Math.max(steps(short), 4e4) * 40, text)
  }
})

test('what stands in a URL of Sentry is public', () => {
  assert.equal(verdictOn('a.js', `init({ dsn: 'https://${random}@o1.ingest.sentry.io/123' })`, random), 'none')
})

test('a dollar in a quoted password of HCL, and one in place of an s, refers to nothing', () => {
  const odd = made('^SKF', '$T6c', '9C1*')
  assert.equal(verdictOn('main.tf', `password = "${odd}"\n`, odd), 'secret')
  const leet = made('P@', '$$', 'w0rd')
  assert.equal(verdictOn('login.py', `if user == "root" and password == "${leet}":\n`, leet), 'secret')
  assert.equal(verdictOn('main.tf', 'password = "a${var.password}"\n', 'a$'), 'none')
})

test('what code shows as an example is one, and a word of an address or a class is no example', () => {
  const key = made('2EA72C07DEEF522B', '4686C39BDF83E70A')
  const heads: readonly (readonly [string, string, string])[] = [
    ['a.rb', 'def self.example_code', 'uncertain'],
    ['A.cs', 'public static Keys GenerateExample()\n  {', 'uncertain'],
    ['a.js', '  "examples": {', 'uncertain'],
    ['a.js', 'send("https://example.org", {', 'secret'],
    ['a.js', 'class ExampleStore {', 'secret'],
  ]
  for (const [file, head, is] of heads)
    assert.equal(verdictOn(file, `\n  ${head}\n      user: "shop",\n      decryption_key: "${key}",\n`, key), is, head)
  assert.equal(verdictOn('a.rb', `def examples\n  [\n    "x(\n      password: "${chosen}")"\n`, chosen), 'none')
})

test('what a server asks for is no credential', () => {
  const asked = '"WWW-Authenticate": `Bearer resource_metadata="${origin}/.well-known/oauth"`'
  assert.deepEqual(
    pairsOf('a.ts', asked).filter((pair) => judgeValue(pair).is !== 'none'),
    [],
  )
})

test('what signs is told by the name above it; a short word there may be the name of a Secret', () => {
  const words = made('acme-fresh-', 'delivery-key-', '2024')
  assert.equal(verdictOn('application.yml', `jwt:\n  secret: ${words}\n`, words), 'uncertain')
  assert.equal(
    verdictOn('appsettings.json', `{\n  "TokenOptions": {\n    "Secret": "${words}"\n  }\n}`, words),
    'uncertain',
  )
  assert.equal(verdictOn('values.yaml', `ingress:\n  secret: ${words}\n`, words), 'none')
})

test('a key that is given in hexadecimal is one', () => {
  const hex = made('74075a3e249d8d2a', 'ec79bf735498f14b')
  for (const call of [`hex2bin('${hex}')`, `binascii.unhexlify("${hex}")`, `Convert.FromHexString("${hex}")`])
    assert.equal(verdictOn('a.php', `$config['encryption_key'] = ${call};\n`, hex), 'secret')
})

test('the manual of a module of Ansible shows how it is used', () => {
  const task = `\n- expect:\n    user: root\n    password: "${chosen}"\n`
  assert.equal(verdictOn('expect.py', `EXAMPLES = r'''${task}'''\n`, chosen), 'uncertain')
  assert.equal(verdictOn('expect.py', `PLAY = r'''${task}'''\n`, chosen), 'secret')
})

test('a login in a text of another script is found by its words', () => {
  const login = made('ad', 'min123')
  assert.equal(verdictOn('README.md', `默认账号：admin 默认密码：${login}。\n`, login), 'uncertain')
  assert.deepEqual(pairsOf('Form.vue', "const labels = { '密码': '请输入密码' } // 密码：6-16位\n"), [])
})

test('who signs with a few words signs with them', () => {
  const said = made('our super ', 'key for ', 'shop tokens')
  assert.equal(verdictOn('Jwt.cs', `new SymmetricSecurityKey(Encoding.UTF8.GetBytes("${said}"))\n`, said), 'secret')
})

test('a password with which a pipeline logs in to a registry elsewhere is one, however weak', () => {
  const weak = made('pass', '@', '123')
  const said = (arguments_: string) =>
    verdictOn('bitbucket-pipelines.yml', `script:\n  - docker login -u shop -p ${weak} ${arguments_}\n`, weak)
  assert.deepEqual(
    [
      said('https://registry.shop.io'),
      said('registry.shop.io:5000/team'),
      said('localhost:5000'),
      said('registry:5000'),
      said('10.0.0.5:5000'),
    ],
    ['secret', 'secret', 'uncertain', 'uncertain', 'uncertain'],
  )
})

test('a key of a service that only the environment names is uncertain wherever it is written down', () => {
  for (const file of ['.env', 'docker-compose.yml', 'README.md'])
    assert.equal(
      verdictOn(file, `- ATLAS_MAP_KEY=${random}\n`.slice(file === '.env' ? 2 : 0), random),
      'uncertain',
      file,
    )
  for (const name of ['PUBLIC_KEY', 'CACHE_KEY', 'OBJECT_STORAGE_KEY', 'MAP_KEY_FILE'])
    assert.equal(verdictOn('.env', `${name}=${random}\n`, random), 'none', name)
})

test('a key in the query of a URL that code asks is uncertain; what is put in there, and a name, are none', () => {
  const asked = (value: string) => verdictOn('a.js', `fetch('https://maps.host.net/api?q=x&ak=${value}')\n`, value)
  assert.equal(asked(random), 'uncertain')
  assert.equal(asked('$' + '{process.env.MAP_AK}'), 'none')
  assert.equal(asked('shops-of-the-whole-country-1'), 'none')
})

test('what a program with but one secret calls SECRET is in use; a member of an enumeration is not', () => {
  assert.equal(verdictOn('app.js', "const SECRET = 'shared-secret'\n", 'shared-secret'), 'uncertain')
  assert.equal(verdictOn('config.js', 'module.exports = { SECRET: "qwertyuiop" }\n', 'qwertyuiop'), 'uncertain')
  assert.equal(verdictOn('.env', 'SECRET=qwertyuiop\n', 'qwertyuiop'), 'uncertain')
  assert.equal(verdictOn('kinds.py', 'SECRET = "secret"\n', 'secret'), 'none')
})

test('the four words of small letters that Google makes for an application are a password; four words are none', () => {
  const password = made('kqzv ', 'bxwm ', 'tjrh ', 'yplc')
  assert.equal(verdictOn('mail.js', `auth: { user: 'shop@host.net', pass: '${password}' }\n`, password), 'secret')
  assert.equal(verdictOn('mail.js', "auth: { pass: 'this must look like' }\n", 'this must look like'), 'none')
})

test('the password of a login holds signs that code does', () => {
  const odd = made('sun', 'ny<4', '.days')
  assert.equal(verdictOn('Mail.cs', `new NetworkCredential("shop@host.net", "${odd}");\n`, odd), 'secret')
})

test('a login of the same two words stands beside its user where it is set by calls', () => {
  assert.equal(verdictOn('Mq.java', 'f.setUsername("guest");\nf.setPassword("guest");\n', 'guest'), 'uncertain')
})

test('in an inventory a password has the signs that a machine chose', () => {
  for (const value of [made('CQVkIEa', '}TZ(F'), made('o$v75X', '%WmWe'), made('t9!x$k4', 'Zq')])
    assert.notEqual(
      verdictOn('hosts', `10.0.0.7 ansible_ssh_user=root ansible_ssh_pass=${value}\n`, value),
      'none',
      value,
    )
  for (const value of ['$PASSWORD', 'a$HOME/x9', '{{ssh_pass}}'])
    assert.equal(verdictOn('hosts', `10.0.0.7 ansible_ssh_user=root ansible_ssh_pass=${value}\n`, value), 'none', value)
})

test('an entry that DebOps writes as a comment is uncertain', () => {
  const entry = (state: string) =>
    `shop__options:\n  - name: 'vnc_password'\n    comment: |\n      The password.\n    value: '${chosen}'\n    state: '${state}'\n\n  - name: 'port'\n    value: 1\n    state: 'comment'\n`
  assert.equal(verdictOn('defaults/main.yml', entry('comment'), chosen), 'uncertain')
  assert.equal(verdictOn('defaults/main.yml', entry('present'), chosen), 'secret')
  const beside = `shop__options:\n  - name: 'vnc_password'\n    value: '${chosen}'\n  - state: 'comment'\n    name: 'port'\n`
  assert.equal(verdictOn('defaults/main.yml', beside, chosen), 'secret')
  const behind = `shop__options:\n  - state: 'comment'\n    name: 'vnc_password'\n    value: '${chosen}'\n`
  assert.equal(verdictOn('defaults/main.yml', behind, chosen), 'uncertain')
})

test('the thumbprint of a certificate is none', () => {
  const print = made('5D9E9B6B', '333CD42C', '99D1DE61', '75CC0F3E', 'F99DDF68')
  const set = (type: string) => `new Secret("${print}", "shop")\n{\n    Type = SecretTypes.${type}\n},\n`
  assert.equal(verdictOn('Clients.cs', set('X509CertificateThumbprint'), print), 'none')
  assert.notEqual(verdictOn('Clients.cs', set('SharedSecret'), print), 'none')
  const settings = (before: string, after: string) => `{\n${before}  "ApiKey": "${print}"${after}\n}\n`
  assert.equal(verdictOn('appsettings.json', settings('', ',\n  "Thumbprint": "A1"'), print), 'secret')
  assert.equal(verdictOn('appsettings.json', settings('  "Thumbprint": "A1",\n', ''), print), 'secret')
})

test('a block of code in a text that a string of one line holds is a sample', () => {
  const value = made('6436fc52', '37b0d6e0', 'd64253fb', 'aac21d13', '5012ecf1')
  const text = (fence: string) => `doc("Log in so:\\n${fence}\\nconst c = new Shop({\\n  apiKey: '${value}'\\n});\\n")`
  assert.equal(verdictOn('api.rs', text('```js'), value), 'uncertain')
  assert.equal(verdictOn('api.rs', text(''), value), 'secret')
})

test('what sends events and can do nothing else is uncertain', () => {
  const value = made('05e8ab30', '6c393c74', '82e0f418', '51a176d8')
  assert.equal(verdictOn('bin/shop.dart', `const _mixPanelToken = '${value}';\n`, value), 'uncertain')
  assert.equal(verdictOn('bin/shop.dart', `const _mixPanelSecret = '${value}';\n`, value), 'secret')
})

test('a connection string ends a password where it ends the setting', () => {
  const value = made('0>?Xc', '+r6v5')
  const file = `services:\n  api:\n    environment:\n      - "ConnectionStrings__Shop=Server=db;User Id=sa;Password=${value};Encrypt=True;"\n`
  assert.ok(pairsOf('docker-compose.yml', file).some((pair) => pair.value === value))
  assert.equal(verdictOn('docker-compose.yml', file, value), 'secret')
})

test('logins that a program prints are uncertain', () => {
  const seed = (line: string) =>
    `console.log('Test Credentials:');\nconsole.log('');\nconsole.log('  Admin:  admin1@shop.io   / ${line}');\n`
  assert.equal(verdictOn('seed.js', seed(chosen), chosen), 'uncertain')
  assert.equal(verdictOn('seed.js', `run('Credentials');\n${seed(chosen).split('\n').slice(2)}`, chosen), 'none')
})

test('the key of a token in settings signs', () => {
  const words = 'a-very-long-key-of-ours-that-nobody-guesses-at-all!!'
  assert.equal(verdictOn('appsettings.json', `{\n  "Token": {\n    "Key": "${words}"\n  }\n}\n`, words), 'uncertain')
  assert.equal(verdictOn('appsettings.json', `{\n  "Tokens": {\n    "Key": "${random}"\n  }\n}\n`, random), 'secret')
  // of a chart: which key of a Secret holds the token
  assert.equal(verdictOn('values.yaml', 'token:\n  secretName: shop\n  key: shopToken2024\n', 'shopToken2024'), 'none')
})

test('a password in a manual of Perl is uncertain, and behind it is one', () => {
  const manual = `package Shop;\n\n=head1 login\n\n  Shop->new(db_user => 'shop', db_password => '${chosen}');\n`
  assert.equal(verdictOn('lib/Shop.pm', manual, chosen), 'uncertain')
  const code = `=head1 login\n\nText.\n\n=cut\n\nmy $login = { db_user => 'shop', db_password => '${chosen}' };\n`
  assert.equal(verdictOn('lib/Shop.pm', code, chosen), 'secret')
  const ruby = (end: string) => `=begin\nText.\n${end}login = { db_user: 'shop', db_password: '${chosen}' }\n`
  assert.equal(verdictOn('config/shop.rb', ruby(''), chosen), 'uncertain')
  assert.equal(verdictOn('config/shop.rb', ruby('=end\n'), chosen), 'secret')
})

test('the default that a program falls back on counts where its argument is named, too', () => {
  const asked = (rest: string) => `DB_PASSWORD = config('DB_PASSWORD', ${rest})\n`
  assert.equal(verdictOn('config/settings.py', asked(`default='${chosen}'`), chosen), 'secret')
  assert.equal(verdictOn('config/settings.py', asked(`cast=str, default='${chosen}'`), chosen), 'secret')
  assert.equal(verdictOn('config/settings.py', asked(`help='${chosen}'`), chosen), 'none')
})

test('what a service runs with is uncertain though it says that it is no secret', () => {
  const settings = (value: string) => `db.user=shop\ndb.password=${value}\n`
  for (const value of ['ThisIsNotSecret', 'test', 'abc']) {
    assert.equal(verdictOn('application.properties', settings(value), value), 'uncertain', value)
    assert.equal(verdictOn('application.example.properties', settings(value), value), 'none', value)
  }
})

test('a salt in code is uncertain, and none in a test', () => {
  const salt = made('f#9k', 'Qz!2mW')
  assert.equal(verdictOn('src/auth.js', `const SALT = '${salt}'\n`, salt), 'uncertain')
  assert.equal(verdictOn('test/auth.test.js', `const SALT = '${salt}'\n`, salt), 'none')
})

test('beside its secret, an access key is only who somebody is', () => {
  const pair = (other: string) => `users:\n  - accessKey: ${chosen}\n    ${other}: x\n`
  assert.equal(verdictOn('values.yaml', pair('secretKey'), chosen), 'none')
  assert.equal(verdictOn('values.yaml', `secret_key: x\naccess_key: ${random}\n`, random), 'none')
  assert.equal(verdictOn('values.yaml', pair('policy'), chosen), 'secret')
  assert.equal(verdictOn('values.yaml', `accessKey: x\nsecretKey: ${chosen}\n`, chosen), 'secret')
  assert.equal(verdictOn('.env', `SECRET_KEY=x\nSECRET_ACCESS_KEY=${random}\n`, random), 'secret')
  assert.equal(verdictOn('.env', `SHOP_ACCESS_KEY=${random}\nSHOP_SECRET_KEY=x\n`, random), 'none')
  assert.equal(verdictOn('a.yml', `shopAccessKey: ${random}\nshopSecretKey: x\n`, random), 'none')
  assert.equal(verdictOn('.env', `WEATHER_ACCESS_KEY=${random}\nSECRET_KEY=x\n`, random), 'secret')
  assert.equal(verdictOn('.env', `ACCESS_KEY=${random}\nSHOP_SECRET_KEY=x\n`, random), 'secret')
})

test('a word in bytes is what signs', () => {
  const text = made('Shop', 'Masters')
  assert.equal(verdictOn('Login.java', `Algorithm a = Algorithm.HMAC256("${text}".getBytes());\n`, text), 'secret')
  assert.equal(verdictOn('Login.java', `Algorithm a = Algorithm.HMAC256("${text}");\n`, text), 'secret')
  assert.equal(verdictOn('Login.java', `Algorithm a = Algorithm.HMAC256(key.getBytes());\n`, 'key'), 'none')
})

test('a manual in a format of its own is a text', () => {
  for (const file of ['MANUAL.txt', 'manual.html', 'shop.1', 'ftpd.8', 'NEWS', 'documentation-website/a.txt'])
    assert.equal(verdictOn(file, `password = ${chosen}\n`, chosen), 'none', file)
  for (const file of ['shop.txt', 'manually.txt', 'manual.yml'])
    assert.equal(verdictOn(file, `password = ${chosen}\n`, chosen), 'secret', file)
})

test('a program that is called as a text is, is none', () => {
  for (const file of ['news.py', 'history.js', 'LicenseServer.java', 'changes.sh.go'])
    assert.equal(verdictOn(file, `password = "${chosen}"\n`, chosen), 'secret', file)
  assert.equal(verdictOn('CHANGES.old', `password = "${chosen}"\n`, chosen), 'none')
})

test('what is run to measure, and a server that tests start, have made-up passwords', () => {
  for (const file of ['microbench/src/Headers.java', 'jmh-benchmarks/Shop.java', 'fs/testserver/init.d/run'])
    assert.notEqual(verdictOn(file, `password = "${chosen}"\n`, chosen), 'secret', file)
  for (const file of ['workbench/src/Headers.java', 'fs/server/init.d/run'])
    assert.equal(verdictOn(file, `password = "${chosen}"\n`, chosen), 'secret', file)
})

test('what a state of Terraform marks as sensitive is found by the mark', () => {
  const step = (value: unknown) => ({ type: 'get_attr', value })
  const state = (type: string, attributes: object, marks: readonly unknown[]) =>
    JSON.stringify(
      { version: 4, resources: [{ mode: 'managed', type, instances: [{ attributes, sensitive_attributes: marks }] }] },
      undefined,
      2,
    )
  const verdict = (text: string) => verdictOn('terraform.tfstate', text, random)
  assert.equal(verdict(state('random_password', { id: 'none', result: random }, [])), 'secret')
  assert.equal(verdict(state('shop_thing', { id: 'none', result: random }, [])), 'none')
  assert.equal(verdict(state('shop_thing', { id: 'none', result: random }, [[step('result')]])), 'secret')
  assert.equal(verdict(state('shop_thing', { id: random, result: 'none' }, [[step('result')]])), 'none')
  const list = [{ code: 'x "] }' }, { code: random }]
  const index = { type: 'index', value: { value: 1, type: 'number' } }
  assert.equal(verdict(state('shop_thing', { id: 'none', list }, [[step('list'), index, step('code')]])), 'secret')
  assert.equal(verdict(state('shop_thing', { id: 'none', list }, [[step('list')]])), 'secret')
  assert.equal(verdictOn('state.json', state('random_password', { result: random }, []), random), 'none')
  assert.equal(verdict('{"attributes": {"result": "x"'), 'none')
})

test("Oracle's driver has its login behind a colon", () => {
  const url = (word: string) => `url: jdbc:oracle:thin:shop/${word}@//db.acme.io:1521/shop\n`
  assert.equal(verdictOn('a.yml', url(chosen), chosen), 'secret')
  assert.equal(verdictOn('a.yml', url('oracle'), 'oracle'), 'uncertain')
  assert.equal(verdictOn('a.yml', url('${DB_PASSWORD}'), 'DB_PASSWORD'), 'none')
  assert.equal(verdictOn('a.yml', 'url: jdbc:oracle:thin:@db.acme.io:1521/shop\n', 'db'), 'none')
})

test('a profile of OpenVPN holds a password in a line of its own', () => {
  assert.equal(verdictOn('a.ovpn', `client\n<auth-user-pass>\nshop\n${chosen}\n</auth-user-pass>\n`, chosen), 'secret')
})

test('what clients of services keep when somebody has logged in', () => {
  const hex = made('9f3c', '71ba04de', '5826c1f7', '90ab34ed', '6217').repeat(2)
  for (const value of [random, hex]) {
    assert.equal(verdictOn('.sentryclirc', `[defaults]\nproject=shop\n\n[auth]\ntoken=${value}\n`, value), 'secret')
    assert.equal(verdictOn('web/sentry.properties', `defaults.project=shop\nauth.token=${value}\n`, value), 'secret')
  }
  assert.equal(
    verdictOn('.databrickscfg', `[DEFAULT]\nhost = https://rings.example\ntoken = ${random}\n`, random),
    'secret',
  )
  assert.deepEqual(
    pairsOf('.sentryclirc', '[auth]\ntoken=$SENTRY_AUTH_TOKEN\n').filter((pair) => judgeValue(pair).is !== 'none'),
    [],
  )
})

test('what keeps people from changing a sheet by mistake is no password', () => {
  const sheet = `<x:worksheet><x:sheetProtection sheet="1" objects="1" password="${chosen}"/></x:worksheet>`
  assert.deepEqual(pairsOf('xl/worksheets/sheet1.xml', sheet), [])
  assert.deepEqual(
    pairsOf('xl/workbook.xml', `<workbookProtection workbookPassword="${chosen}" lockStructure="1"/>`),
    [],
  )
  assert.equal(pairsOf('server.xml', `<server password="${chosen}"/>`).length, 1)
})
