-- Type keys that move every finding by a line, and say how many milliseconds pass until it has moved.

local patience = 60000
local runs = tonumber(vim.env.RUNS)

local function line()
  local first
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    first = math.min(first or diagnostic.lnum, diagnostic.lnum)
  end
  return first
end

vim.cmd("edit " .. vim.env.FILE)
vim.wait(patience, line, 5)
local expected = line()
local found = {}
for turn = 1, runs + 1 do
  vim.wait(400) -- nothing is under way any more
  local keys = turn % 2 == 1 and "ggO<Esc>" or "ggdd"
  expected = expected + (turn % 2 == 1 and 1 or -1)
  local start = vim.loop.hrtime()
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), "xt", false)
  local is_there = vim.wait(patience, function() return line() == expected end, 1)
  if turn > 1 then
    table.insert(found, is_there and (vim.loop.hrtime() - start) / 1e6 or patience)
  end
end
io.stdout:write(vim.fn.json_encode(found) .. "\n")
vim.cmd("qall!")
