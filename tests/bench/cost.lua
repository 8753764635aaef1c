-- SPDX-License-Identifier: EUPL-1.2
-- wrk: records costs through the gateway, each another, on contracts 1 to 200 with 5 lines each.
local folder = debug.getinfo(1, "S").source:match("^@(.*/)")
dofile(folder .. "report.lua")
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TRANCHE_TOKEN")
wrk.headers["Content-Type"] = "application/json"

local body = [[{"requestId": "%s", "cost": {"line": "%d", "claimed": {"amount": "12.34", "currency": "BGN"},
 "document": {"type": "invoice", "number": "%s", "issuedOn": "2018-02-01", "paidOn": "2018-02-02",
 "issuer": "Социални услуги ЕООД", "total": {"amount": "12.34", "currency": "BGN"}}}}]]
local seed = tostring({}):gsub("table: ", "") .. os.time()
local number = 0

function request()
  number = number + 1
  local key = string.format("wrk-%s-%d", seed, number)
  local path = string.format("/v1/organisations/sopot/contracts/LOAD-%04d-C01/costs", 1 + number % 200)
  return wrk.format("POST", path, wrk.headers, body:format(key, 1 + math.floor(number / 200) % 5, key))
end
