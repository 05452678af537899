-- spakky-lint in Neovim, from 0.7 on: put this into init.lua, or into a file of lua/ that it requires.
-- The command has to be found on PATH: pip install 'spakky-lint[lsp]'

local settings = {
  name = "spakky-lint",
  cmd = { "spakky-lint", "server" },
  -- What the server shows besides findings; all are on unless they are false.
  settings = { ["spakky-lint"] = { showSyntaxErrors = true, inlayHints = true, codeLens = true } },
}

if vim.lsp.config then -- 0.11
  vim.lsp.config("spakky_lint", vim.tbl_extend("force", settings, {
    filetypes = { "python" },
    root_markers = { "pyproject.toml", ".git" },
  }))
  vim.lsp.enable("spakky_lint")
  return
end

local function root_of(buffer)
  local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ":p:h")
  for _, marker in ipairs({ "pyproject.toml", ".git" }) do
    local above = vim.fn.findfile(marker, folder .. ";")
    above = above ~= "" and above or vim.fn.finddir(marker, folder .. ";")
    if above ~= "" then
      return vim.fn.fnamemodify(above, ":p:h")
    end
  end
  return folder
end

local clients = {}

vim.api.nvim_create_autocmd("FileType", {
  pattern = "python",
  callback = function(event)
    local root = root_of(event.buf)
    local own = vim.tbl_extend("force", settings, { root_dir = root })
    if vim.lsp.start then -- 0.8
      vim.lsp.start(own, { bufnr = event.buf })
      return
    end
    clients[root] = clients[root] or vim.lsp.start_client(own)
    vim.lsp.buf_attach_client(event.buf, clients[root])
  end,
})
