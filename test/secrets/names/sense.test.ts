import assert from 'node:assert/strict'
import { test } from 'node:test'
import { senseOf } from '../../../src/secrets/names/sense.ts'

const strong =
  'password db_password DB_PASSWORD dbPassword db-password spring.datasource.password DB_PASS mysqlPwd userPwd dbpassword storepass ansible_ssh_pass passphrase apiKey API_KEY api-key apikey X-Api-Key clientSecret AWS_SECRET_ACCESS_KEY accessKey AccountKey privateKey signingKey encryption_key secret_key_base JWT_SECRET JWT authToken _authToken github_token GITHUB_TOKEN refreshToken password2 adminPasswordProd Passwort kennwort contraseña senha mot_de_passe motDePasse wachtwoord hasło parol chave_secreta wpa_psk mnemonic setPassword Jwt:Secret vnp_HashSecret pay.hash-secret MatKhau mat_khau 密码 默认密码 パスワード 비밀번호 пароль'
for (const name of strong.split(' ')) {
  test(`${name} names a secret`, () => assert.equal(senseOf(name).strength, 3))
}

const none =
  'password_policy passwordPolicy token_url tokenUrl secret_name secretName key_vault_name publicKey PUBLIC_KEY keyboard tokenizer passwordResetUrl secretKeyRef api_key_header max_tokens maxTokens primary_key sort_key cacheKey partitionKey passwordHash jwt jwtConfig JWT_ISSUER password_digest bypass compass passed isPassword has_password forgot_password forgotPassword show_password csrf_token ETCD_INITIAL_CLUSTER_TOKEN initial-cluster-token authenticity_token nextPageToken existingSecret imagePullSecret token_type passwordField PASSWORD_MIN_LENGTH secretary monkey turkey author fastcgi_pass 1password password-stdin key token_count AWS_ACCESS_KEY_ID invalid_password NEXT_PUBLIC_API_KEY Dir.pwd filterFirstPass two_pass hashSecret 请输入密码 修改密码'
for (const name of none.split(' ')) {
  test(`${name} names none`, () => assert.equal(senseOf(name).strength, 0))
}

for (const name of ['secret', 'pass', 'clave', 'AUTH_SALT', 'appKey', 'session_token']) {
  test(`${name} names a secret where it is a setting`, () => assert.equal(senseOf(name).strength, 2))
}

for (const name of ['token', 'credentials', 'PASSWORD_GRAFANA', 'clientKey', 'salt']) {
  test(`${name} may name one`, () => assert.equal(senseOf(name).strength, 1))
}

test('a name tells that its secret is for a test', () => {
  assert.equal(senseOf('TEST_USER_PASSWORD').makeBelieve, true)
  assert.equal(senseOf('USER_PASSWORD').makeBelieve, false)
})

test('a setter is known by its verb', () => assert.equal(senseOf('setPassword').setter, true))
