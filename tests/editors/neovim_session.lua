-- One session: open the file, say what is found, make the fix in the first line with one, say what is left.

local patience = 60000

local function say(word, value)
  io.stdout:write(word .. " " .. vim.fn.json_encode(value) .. "\n")
end

local function codes()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, (diagnostic.code or diagnostic.user_data.lsp.code) .. ":" .. diagnostic.lnum)
  end
  table.sort(found)
  return found
end

local function fixes(line)
  local parameters = {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = {
      start = { line = line, character = 5 },
      ["end"] = { line = line, character = 5 },
    },
    context = { diagnostics = {} },
  }
  local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", parameters, patience)
  for _, answer in pairs(answers) do
    return answer.result
  end
end

vim.cmd("edit " .. vim.env.FILE)
vim.wait(patience, function() return #codes() > 0 end)
say("found", codes())

for _, action in ipairs(fixes(tonumber(vim.env.LINE))) do
  if action.isPreferred and action.edit then
    say("fix", action.title)
    vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
    break
  end
end
vim.wait(patience, function() return #codes() == 0 end)
say("left", codes())
say("text", vim.api.nvim_buf_get_lines(0, 0, -1, true))

local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", {
  textDocument = vim.lsp.util.make_text_document_params(),
  position = { line = tonumber(vim.env.LINE), character = 6 },
}, patience)
for _, answer in pairs(hover) do
  say("hover", answer.result.contents.value)
end
vim.cmd("qall!")
