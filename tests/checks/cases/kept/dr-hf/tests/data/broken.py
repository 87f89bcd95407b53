def :
