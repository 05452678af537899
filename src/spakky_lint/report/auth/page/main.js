// What is drawn anew when a filter changes.

function show() {
  matrix.all = matrix.all && !chosenCount();
  const found = matching();
  showSummary();
  showControls();
  showChips(found);
  showMatrix(found);
  if (isOpen()) {
    if (found.includes(opened.task)) showDetails();
    else closeDetails();
  }
  writeFragment();
}

startFragment();
startControls();
startTheme();
startChips();
startMatrix();
startDetails();
startPaper();
showScope();
showProviders();
show();
