#!/usr/bin/env python
# coding: utf-8

# In[1]:


get_ipython().system("pip install -q 'new-kit>=1.0,<2'")
get_ipython().run_line_magic('pip', 'install "new-kit>=1.0,<2" pandas')
get_ipython().run_line_magic('run', '-m new_kit.frames')
get_ipython().run_line_magic('timeit', 'old-run')


# In[2]:


from new_kit.frames import table
lines = get_ipython().getoutput('new-run --all | head')
