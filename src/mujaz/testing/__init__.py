"""A pytest plugin for tests of code that calls mujaz: a model's answers are recorded once and replayed ever after.

Mark a test with `@pytest.mark.mujaz_recording`, record with `pytest --mujaz-record=once`, and commit the file. pytest loads
`mujaz.testing.plugin` by itself; the other modules are imported when a test is marked.
"""
