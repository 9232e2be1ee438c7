"""Prints a wrk script that changes the metadata of some objects in turn; arguments: address, key,
path of the list they are taken from, further filters of it."""
import json
import sys
import urllib.request

base, key, path, filters = sys.argv[1:5]
request = urllib.request.Request(
    f"{base}{path}?limit=100{filters}", headers={"Authorization": f"Bearer {key}"})
ids = [row["id"] for row in json.load(urllib.request.urlopen(request))["data"]]
print("local ids = {" + ",".join(f'"{id}"' for id in ids) + "}")
print("local n = 0")
print("request = function()")
print("  n = n + 1")
print("  local headers = {")
print(f"    Authorization = 'Bearer {key}',")
print("    ['Content-Type'] = 'application/x-www-form-urlencoded',")
print("    ['Idempotency-Key'] = 'bench-' .. n .. '-' .. os.time() .. tostring({}),")
print("  }")
print(f"  local target = '{path}/' .. ids[n % #ids + 1]")
print("  return wrk.format('POST', target, headers, 'metadata[n]=' .. n)")
print("end")
