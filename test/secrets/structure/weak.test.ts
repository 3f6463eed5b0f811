import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chosen, made, random, verdictOn } from './support.ts'

/** A file, and a text in which @ stands for a value that is a note there. */
const notes: readonly (readonly [string, string, string])[] = [
  ['README.md', 'Set `DB_PASSWORD=@` first.\n', chosen],
  ['README.md', '| User | Password |\n|---|---|\n| root | @ |\n', chosen],
  ['README.md', 'User and password:\n\n```\nroot/@\n```\n', chosen],
  ['README.md', 'The credentials of the admin are `root:@`; password and user are set once.\n', chosen],
  ['README.md', 'curl -d \'{"user":"root","password":"@"}\' localhost\n', chosen],
  ['README.md', 'psql postgres://root:@@<host>/shop\n', 'hunter2029'],
  ['README.md', 'Username: root\nPassword: @\n', made('hac', 'ker')],
  ['README.md', 'API key: @\n', random],
  ['compose.yaml', 'environment:\n  MB_DB_PASS: @\n', made('meta', 'base_admin')],
  ['data.sql', "INSERT INTO auth_users VALUES (1, 'root', '@', NULL);\n", '245a4cba5219e282178d46263a7e7cce'],
  ['Admin.java', 'private static final String ADMIN_PASSWORD = "@";\n', made('change', 'It')],
  ['values.yaml', 'jwtSecret: @\n', made('cra', 'pi')],
  ['.env', 'SECRET_KEY=@\n', made('secret', 'key')],
  ['settings.py', "SECRET_KEY = '@'\n", made('django-', 'insecure-', 'only-for-now')],
  ['Jwt.java', 'private static final String SECRET = "@";\n', '4711471147'],
  ['jwt.strategy.ts', "secretOrKey: '@',\n", made('top', 'Secret', '51')],
  ['Config.cs', 'ClientSecrets = {new Secret("@".Sha256())},\n', 'd0e4dec2-5544-4872-9015-cdb864e72dd8'],
  ['users.js', "const PASSWORDS = {\n  ADMIN: '@',\n  SELLER: 'x',\n}\n", chosen],
  ['.env', 'JWT_REFRESH_SECRET=@\n', made('shop-dev-refresh-', 'key-change-', 'in-production')],
  ['application.yml', '#  datasource:\n#    username: root\n#    password: @\n', '123456'],
  ['Api.php', 'if ($client_secret == "@") {\n', made('ABigLong', 'Secret')],
  ['main.tf', 'secret_string = jsonencode({\n  mega_secret = "@"\n})\n', made('Bens', 'Bubbly', 'Bacon')],
  ['Aes.java', 'byte[] KEYS = Base64.getDecoder().decode("@");\n', made('kPH+bIxk5D2d', 'eZiIxcaaaA==')],
  [
    'init.sql',
    "CREATE TABLE u (id INT(3), name TEXT, password TEXT);\nINSERT INTO u VALUES (1, 'root', md5('@'));\n",
    made('letme', 'in'),
  ],
  ['README.md', 'Log in with username: root, password: @\n', chosen],
  ['README.md', 'Default credentials: root / @\n', chosen],
  ['README.md', 'The default login is `root` with password `@`.\n', chosen],
  ['README.md', 'The user root (password @) may do all.\n', chosen],
  ['README.md', '|uname|password|\n|---|---|\n|root|@|\n', made('shop', 'keeper')],
  ['shop.postman_collection.json', '{"raw": "{\\"user\\":\\"root\\",\\"password\\":\\"@\\"}"}', chosen],
  ['app.py', 'os.environ.get("SMTP_PASSWORD", "@")\n', made('sword', 'fish')],
  ['Db.java', 'private static final String DB_PASSWORD = "@";\n', made('sword', 'fish')],
  ['db.php', "$dbpass = '@';\n", made('sword', 'fish')],
  ['Login.java', 'if ("Jack".equals(username) && "@".equals(password)) {\n', made('Black', 'Pearl')],
  ['db.cs', 'var c = "Server=db;User Id=sa;Password=@;";\n', made('sword', 'fish')],
  [
    'data.sql',
    "INSERT INTO u (id, name, password) VALUES (1, 'root', HashBytes('MD5', '@'));\n",
    made('sword', 'fish'),
  ],
  ['init.sql', "INSERT INTO u (name, password_hash) VALUES ('root', '@');\n", '245a4cba5219e282178d46263a7e7cce'],
  ['app.js', "const key = process.env.JWT_SECRET || '@'\n", made('development-', 'secret-', 'key')],
  ['app.js', "jwt.verify(token, process.env.JWT_SECRET || '@')\n", made('development-', 'secret-', 'key')],
  ['app.py', 'key = os.getenv("SECRET_KEY", "@")\n', made('dev-', 'secret-', 'key')],
  ['Key.java', 'Value("${jwt.secret:@}") String key;\n', made('dev', 'secret')],
  ['Db.java', 'source.setUsername("root");\nsource.setPassword("@");\n', '123'],
  ['Login.java', 'if (name.equals("boss") && password.equals("@")) {}\n', '123'],
  ['login.html', '<p>Demo credentials: <b>boss@shop.org</b> / <b>@</b></p>\n', made('Boss', '123')],
  ['Login.jsx', '<p className="hint">Login: boss / @</p>\n', made('boss', '123')],
  ['Login.tsx', '<p>Username: <strong>boss</strong> Password: <strong>@</strong></p>\n', made('boss', '123')],
  ['README.md', '| Role | Email | Password |\n|---|---|---|\n| Boss | boss@shop.org | @ |\n', made('boss', '123')],
  ['README.md', '| Role | Login |\n|---|---|\n| Boss | `boss@shop.org / @` |\n', made('boss', '123')],
  ['README.md', '## Test accounts\n\n- Boss: boss@shop.org / @\n', made('Boss', '123', '!')],
  ['.env.test', 'SHOP_API_KEY=@\n', '7c9e6679-7425-40de-944b-e07fc1f90ae7'],
  ['appsettings.json', '{"JwtSecretKey": "@"}', 'This is our very own key, and nobody knows it!'],
  [
    'appsettings.json',
    '{\n  "AppSettings": {\n    "Secret": "@"\n  }\n}',
    'WE SIGN WITH THIS, SO REPLACE IT WITH YOUR OWN',
  ],
  ['application.yml', 'jwtSecretKey: "@"\n', 'Our secret key is long & strong #1'],
  ['README.md', '- Admin user: `boss@shop.org` / `@`\n', made('boss', '123')],
  ['README.md', 'Test users:\n\n- Boss: `boss@shop.org` / `@`\n', made('boss', '123')],
  ['session.ts', "export const sessionConfig = {\n  secret: '@',\n}\n", made('weak-', 'secret-', 'key')],
  [
    'appsettings.json',
    '{\n  "Auth": {\n    "TokenKey": "@"\n  }\n}',
    `This is a very long key that signs. At least 32 characters ${'hgfd'.repeat(20)}`,
  ],
  ['docker-compose.yml', "environment:\n  POSTGRES_PASSWORD: '@'\n", made('postgres', 'pw')],
  ['db.php', "['user' => 'root', 'pass' => '@']", '20482048'],
  ['keys.js', 'module.exports = { cookieKey: "@" }', made('sldkfjwoei', 'ruxmvnqpzl', 'skdjfheuwy')],
  ['main/resources/config_qa.properties', 'user=shop\npassword=@\n', made('sword', '-fish')],
  ['rabbit/erlang.cookie', '@\n', made('shop-', 'prometheus')],
  ['Lab.tsx', `const shown = { example: "jwt.sign(payload, '@')" }\n`, made('hunter', '2029')],
  ['Users.cs', 'new TestUser { SubjectId = "1", Username = "@", Password = "@" }\n', 'alice'],
]
for (const [file, content, value] of notes) {
  test(`${file} holds a note: ${content.trim().replaceAll('\n', ' ⏎ ')}`, () => {
    const text = content.includes('boss@')
      ? content.replace(/(?<!boss)@/, value)
      : content.replaceAll('"@"', `"${value}"`)
    assert.equal(verdictOn(file, text === content ? content.replace('@', value) : text, value), 'uncertain')
  })
}

/** Values that say nothing by themselves, and are secrets where they stand. */
const weak = made('sword', 'fish')
for (const [file, content] of [
  ['auth.js', "jwt.sign({ sub: user.id, role }, '@', { expiresIn: 60 })\n"],
  ['auth.go', 'token.SignedString([]byte("@"))\n'],
  ['app.properties', 'db.username=shop\ndb.password=@\n'],
  ['.env', 'JWT_SECRET=@\n'],
  ['app.js', "const key = process.env.JWT_SECRET || '@'\n"],
  ['app.js', "app.use(session({\n  name: 'sid',\n  secret: '@'\n}))\n"],
  ['Token.php', 'private const ENCRYPTION_KEY = "@";\n'],
  ['auth.php', "$key = '@';\nreturn JWT::encode($claims, $key, 'HS256');\n"],
  ['auth.py', 'key: str = "@"\ntoken = jwt.encode(claims, key)\n'],
  ['Jwt.java', 'JWT.create().sign(Algorithm.HMAC256("@"));\n'],
  ['secret.yaml', 'kind: Secret\nstringData:\n  password: @\n'],
  ['group_vars/all.yml', 'api_key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\ndb_password: @\n'],
] as const) {
  test(`${file} lets a weak one count: ${content.trim().replaceAll('\n', ' ⏎ ')}`, () => {
    assert.equal(verdictOn(file, content.replace('@', weak), weak), 'secret')
  })
}

test('who hashes a literal seeds a user with it; a word is a note', () => {
  const seed = (value: string) => `User(name='root', hashed=pwd_context.hash('${value}'))\n`
  const strong = made('gensuper', 'visor1')
  assert.equal(verdictOn('users.py', seed(strong), strong), 'secret')
  assert.equal(verdictOn('users.py', seed(weak), weak), 'uncertain')
})

test('three digits in the column of passwords are a weak one', () => {
  assert.equal(verdictOn('a.sql', "INSERT INTO users (name, password) VALUES ('huda', '123');\n", '123'), 'uncertain')
})
