"""The templates sent to the model. Only `mujaz.model.prompt` reads them; a result names them by content hash."""
