"""Where a language writes dates otherwise than Django does by default (setting FORMAT_MODULE_PATH)."""
