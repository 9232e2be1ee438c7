"""Prints a wrk script that asks for every page of the disputes in turn, over and over."""
import http.client
import json
import sys

base, key = sys.argv[1:3]
headers = {"Authorization": f"Bearer {key}"}
pages = ["/v1/disputes?limit=100"]
connection = http.client.HTTPConnection(base.split("//")[1])
while True:
    connection.request("GET", pages[-1], headers=headers)
    page = json.loads(connection.getresponse().read())
    if not page["has_more"]:
        break
    pages.append(f"/v1/disputes?limit=100&starting_after={page['data'][-1]['id']}")
print("local pages = {" + ",".join(f'"{page}"' for page in pages) + "}")
print("local n = 0")
print("request = function()")
print("  n = n % #pages + 1")
print(f"  return wrk.format('GET', pages[n], {{Authorization = 'Bearer {key}'}})")
print("end")
