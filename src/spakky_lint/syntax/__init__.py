"""From text to declarations. libcst lives here and nowhere else; nothing that is read is run."""
