" One session: open the file, say what is found, mend it, say what is left.

function! s:Say(word, value) abort
  call writefile([a:word . ' ' . json_encode(a:value)], $REPORT, 'a')
endfunction

function! s:Found() abort
  return map(copy(getloclist(0)), 'v:val.lnum . ":" . v:val.col . ":" . v:val.type . ":" . v:val.text')
endfunction

function! s:Wait(wanted) abort
  let l:left = 1200
  while l:left && !empty(s:Found()) != a:wanted
    sleep 50m
    let l:left -= 1
  endwhile
  return s:Found()
endfunction

function! s:Session() abort
  call s:Say('found', s:Wait(1))
  6substitute/@task()/@task/
  doautocmd TextChanged
  call s:Say('left', s:Wait(0))
  call s:Say('text', getline(1, '$'))
  qall!
endfunction

" ALE would run flake8, too, and with it our plugin.
let g:ale_linters = {'python': ['spakky-lint']}
filetype on
execute 'edit' fnameescape($FILE)
call s:Session()
