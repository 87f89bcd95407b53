import old_app
from old_app import paint

print(old_app.paint, paint)
