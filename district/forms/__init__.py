"""Forms (表单) as a district defines them: fields, models, reading."""
