# What NOWPayments documents for Python: print with the keys sorted, HMAC-SHA512. Prints the numbers of those it refuses.
import hashlib
import hmac
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    for number, message in enumerate(json.load(file)):
        printed = json.dumps(json.loads(message["body"]), separators=(",", ":"), sort_keys=True)
        digest = hmac.new(message["secret"].encode(), printed.encode(), hashlib.sha512).hexdigest()
        if digest != message["signature"]:
            print(number)
