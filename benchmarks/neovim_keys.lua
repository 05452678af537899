-- Type keys that move every finding by a line, and say how many milliseconds pass until it has moved, and in how many of
-- these the server, or a process of it, waited for a processor that something else had.

local patience = 60000
local runs = tonumber(vim.env.RUNS)

local function line()
  local first
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    first = math.min(first or diagnostic.lnum, diagnostic.lnum)
  end
  return first
end

local function content(path)
  local file = io.open(path)
  local found = file and file:read("*a") or ""
  if file then
    file:close()
  end
  return found
end

-- Milliseconds of a process and those that it has started; none where the system does not tell.
local function waited_for_processor(process)
  local sum = 0
  for _, thread in ipairs(vim.fn.glob("/proc/" .. process .. "/task/*", false, true)) do
    sum = sum + (tonumber(content(thread .. "/schedstat"):match("%d+ (%d+)")) or 0) / 1e6
    for child in content(thread .. "/children"):gmatch("%d+") do
      sum = sum + waited_for_processor(child)
    end
  end
  return sum
end

local function of_the_server()
  local sum = 0
  for child in content("/proc/self/task/" .. vim.loop.os_getpid() .. "/children"):gmatch("%d+") do
    sum = sum + waited_for_processor(child)
  end
  return sum
end

vim.cmd("edit " .. vim.env.FILE)
vim.wait(patience, line, 5)
local expected = line()
local has_come = false
vim.api.nvim_create_autocmd("DiagnosticChanged", { callback = function() has_come = line() == expected end })
local found = {}
for turn = 1, runs + 1 do
  vim.wait(400) -- nothing is under way any more
  local keys = turn % 2 == 1 and "ggO<Esc>" or "ggdd"
  expected = expected + (turn % 2 == 1 and 1 or -1)
  has_come = false
  local before = of_the_server()
  local start = vim.loop.hrtime()
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), "xt", false)
  local is_there = vim.wait(patience, function() return has_come end, 1)
  local waited = (vim.loop.hrtime() - start) / 1e6
  if turn > 1 then
    table.insert(found, is_there and { waited, of_the_server() - before } or { patience, 0 })
  end
end
io.stdout:write(vim.fn.json_encode(found) .. "\n")
vim.cmd("qall!")
