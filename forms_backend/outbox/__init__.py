"""发件箱: messages kept with what they tell of, sent afterwards."""
