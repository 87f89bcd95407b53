from late import four
