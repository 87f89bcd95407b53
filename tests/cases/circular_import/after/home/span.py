from home.star_below import anything

span = 1
