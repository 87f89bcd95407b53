from dr_x import setter
