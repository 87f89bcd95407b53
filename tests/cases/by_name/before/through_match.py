import old

match old:
    case object(f=function):
        function()
