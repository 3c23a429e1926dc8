// What NOWPayments documents for Node.js: sort every object's keys, print, HMAC-SHA512. Prints the numbers of those it refuses.
const crypto = require('node:crypto');
const fs = require('node:fs');

function sortObject(object) {
  return Object.keys(object).sort().reduce((sorted, key) => {
    sorted[key] = object[key] && typeof object[key] === 'object' ? sortObject(object[key]) : object[key];
    return sorted;
  }, {});
}

JSON.parse(fs.readFileSync(process.argv[2], 'utf8')).forEach(({ secret, signature, body }, number) => {
  const hmac = crypto.createHmac('sha512', secret);
  hmac.update(JSON.stringify(sortObject(JSON.parse(body))));
  if (hmac.digest('hex') !== signature) {
    console.log(number);
  }
});
