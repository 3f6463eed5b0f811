import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mendsData } from '../../../src/facts/runbook/statement.ts'
import { topicOf, topicWords } from '../../../src/facts/runbook/topic.ts'

const titles = {
  rollback:
    'Откат версии|回滚步骤|ロールバック手順|롤백 절차|Paluu edelliseen versioon|Tilbakerulling|Rulling tilbake|Tilbagerulning|Zurückrollen|Retour arrière|Reversión|Ripristino della versione|Terugdraaien|Wycofanie wdrożenia',
  deployment:
    'Развёртывание|Деплой|部署指南|デプロイ|배포 가이드|Manuaalinen julkaisu|Tuotantoonvienti|Produksjonssetting|Driftsättning|Udrulning|Utrulling|Bereitstellung|Déploiement|Mise en production|Despliegue|Puesta en producción|Implantação|Messa in produzione|Rilascio|Uitrollen|Wdrożenie|Nasazení|Deploy manuale|Deploy services|배포하기|운영 배포|リリース手順|本番デプロイ|发布流程|Slik deployer du|Deploy til prod|Cómo desplegar|Wie wird deployt|Implantar em produção',
}

for (const [topic, all] of Object.entries(titles)) {
  test(`a title in another language is on a ${topic}, and makes its document worth reading`, () => {
    for (const title of all.split('|')) {
      assert.equal(topicOf(title), topic, title)
      assert.match(title, topicWords)
    }
  })
}

test('a sentence has a person correct data, in other languages, too', () => {
  for (const sentence of [
    'Correct the data:',
    'Pour corriger les données, ouvrez une console.',
    'Daten in der Datenbank korrigieren:',
    'Corregir los datos:',
    'Corrigir os dados:',
    'Correggere i dati:',
    'Gegevens in de database aanpassen:',
  ])
    assert.ok(mendsData(sentence), sentence)
  for (const sentence of ['Look at the data:', 'Ouvrez une console.', 'Update the database server.'])
    assert.ok(!mendsData(sentence), sentence)
})
